package dev.pgconvoy.secret;

/// To which server a reference may go: `REFERENCE -> [USER@]HOST[:PORT]`, in both of which `*` stands for any
/// characters.
///
/// @param reference as a request names it: `env:PGCONVOY_SOURCE_PASSWORD`, `file:/run/secrets/*`
record ReferenceBinding(String reference, ServerPattern server) {

    private static final String ARROW = "->";

    static ReferenceBinding parse(String text) {
        var arrow = text.lastIndexOf(ARROW);
        if (arrow <= 0) {
            throw new IllegalArgumentException("'%s' is not REFERENCE -> [USER@]HOST[:PORT]".formatted(text));
        }
        return new ReferenceBinding(
                text.substring(0, arrow).strip(),
                ServerPattern.parse(text.substring(arrow + ARROW.length()).strip()));
    }

    boolean concerns(SecretRef asked) {
        return new Wildcard(reference).matches(asked.text());
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(reference, ARROW, server);
    }
}
