package dev.pgconvoy.secret;

/// A text in which `*` stands for any characters, also for none.
///
/// It is matched without going back further than to the last `*`, so the time is bounded by the product of both
/// lengths.
public record Wildcard(String pattern) {

    public boolean matches(String text) {
        var at = 0;
        var in = 0;
        var star = -1;
        var resume = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        return pattern.chars().skip(at).allMatch(rest -> rest == '*');
    }

    @Override
    public String toString() {
        return pattern;
    }
}
