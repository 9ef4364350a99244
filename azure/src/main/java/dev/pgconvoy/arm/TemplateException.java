package dev.pgconvoy.arm;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with a template, its parameters or a resource in it; everything at once, and never a secret.
public final class TemplateException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int MOST = 40;

    private final transient List<String> violations;

    public TemplateException(List<String> violations) {
        super(String.join(" ", bounded(violations)));
        this.violations = bounded(violations);
    }

    public TemplateException(String violation) {
        this(List.of(violation));
    }

    private static List<String> bounded(List<String> all) {
        if (all.size() <= MOST) {
            return List.copyOf(all);
        }
        var first = new ArrayList<>(all.subList(0, MOST));
        first.add("%d more of this kind.".formatted(all.size() - MOST));
        return List.copyOf(first);
    }

    /// One sentence each.
    public List<String> violations() {
        return violations;
    }
}
