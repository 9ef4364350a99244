package dev.pgconvoy.arm;

import java.util.List;

/// What is wrong with a template, its parameters or a resource in it; everything at once, and never a secret.
public final class TemplateException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    public TemplateException(List<String> violations) {
        super(String.join(" ", violations));
        this.violations = List.copyOf(violations);
    }

    public TemplateException(String violation) {
        this(List.of(violation));
    }

    /// One sentence each.
    public List<String> violations() {
        return violations;
    }
}
