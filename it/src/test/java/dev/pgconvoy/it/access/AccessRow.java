package dev.pgconvoy.it.access;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// A right, as a row of docs/security/acls.md gives it to somebody.
///
/// @param user whose it is
/// @param kind of what it is about, in the page's word
/// @param name of what it is about; with a star at its end, all names that begin so
/// @param operations in the words of Kafka's tools
/// @param without what happens without it
public record AccessRow(String user, String kind, String name, List<String> operations, String without) {

    private static final String STAR = "*";

    public AccessRow {
        operations = List.copyOf(operations);
    }

    /// @throws IllegalStateException when the page says something that no test looks for
    public DocumentedConsequence consequence() {
        var said = DocumentedConsequence.saidBy(without);
        if (said.size() != 1) {
            throw new IllegalStateException("%s: nobody looks for \"%s\"".formatted(this, without));
        }
        return said.getFirst();
    }

    /// The words of a log or of a readiness that the page quotes.
    public String quoted() {
        return consequence().quotedBy(without);
    }

    /// The rules as an admin client takes them.
    List<AclBinding> rules() {
        return operations.stream()
                .map(operation -> new AclBinding(
                        pattern(),
                        new AccessControlEntry("User:" + user, "*", operation(operation), AclPermissionType.ALLOW)))
                .toList();
    }

    private ResourcePattern pattern() {
        return name.endsWith(STAR)
                ? new ResourcePattern(type(), name.substring(0, name.length() - STAR.length()), PatternType.PREFIXED)
                : new ResourcePattern(type(), name, PatternType.LITERAL);
    }

    private ResourceType type() {
        return ResourceType.fromString(kind.replace(' ', '_').toUpperCase(Locale.ROOT));
    }

    /// `AlterConfigs` is ALTER_CONFIGS.
    private static AclOperation operation(String word) {
        return AclOperation.fromString(
                word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    /// The rules that no other row gives the same user.
    public List<AclBinding> rulesOfItsOwn() {
        var others = AccessPage.rows().stream()
                .filter(row -> row.user().equals(user) && !row.equals(this))
                .flatMap(row -> row.rules().stream())
                .toList();
        return rules().stream().filter(rule -> !others.contains(rule)).toList();
    }

    @Override
    public String toString() {
        return "%s: %s on %s %s".formatted(user, String.join(", ", operations), kind, name);
    }
}
