package dev.pgconvoy.secret;

import dev.pgconvoy.text.Wildcards;

/// A text in which `*` stands for any characters, also for none.
public record Wildcard(String pattern) {

    public boolean matches(String text) {
        return Wildcards.match(Wildcards.withStars(pattern), text);
    }

    @Override
    public String toString() {
        return pattern;
    }
}
