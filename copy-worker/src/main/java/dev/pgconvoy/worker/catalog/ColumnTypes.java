package dev.pgconvoy.worker.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What can be said of column types by their OIDs.
public final class ColumnTypes {

    /// Types with a lower OID are the server's own.
    public static final long FIRST_USER_OID = 16_384;
    private static final int DEEPEST = 20;
    private static final Set<String> TEXTS = Set.of("text", "varchar");
    private static final Set<String> TEXT_ONLY = Set.of("tsquery", "xml");
    private static final Set<String> FLOATS = Set.of("float4", "float8");
    private static final Set<String> HASHED = Set.of(
            "bool",
            "char",
            "int2",
            "int4",
            "int8",
            "oid",
            "text",
            "varchar",
            "bytea",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "uuid",
            "inet",
            "cidr",
            "macaddr");

    private final Map<Long, TypeFacts> types;

    ColumnTypes(List<TypeFacts> types) {
        this.types =
                types.stream().collect(java.util.stream.Collectors.toUnmodifiableMap(TypeFacts::oid, type -> type));
    }

    public static ColumnTypes none() {
        return new ColumnTypes(List.of());
    }

    /// Whether its binary form means the same on another server. Binary arrays, ranges of ranges and composites carry
    /// type OIDs, which differ for types made by users; reg* types are OIDs; types of extensions may change their
    /// form between versions; no server takes back the empty tsquery that it gave;
    /// XML gets another declaration.
    public boolean hasPortableBinary(long oid) {
        return isPortable(oid, 0);
    }

    private boolean isPortable(long oid, int depth) {
        var type = types.get(oid);
        if (type == null || !type.hasBinary() || depth > DEEPEST) {
            return false;
        }
        return switch (type.kind()) {
            case "e" -> true;
            case "d" -> isPortable(type.base(), depth + 1);
            case "r" -> isPortable(type.subtype(), depth + 1);
            case "c" -> type.fields().stream().allMatch(field -> isBuiltIn(field) && isPortable(field, depth + 1));
            case "b" ->
                isBuiltIn(oid)
                        && !TEXT_ONLY.contains(type.name())
                        && !type.name().startsWith("reg")
                        && hasPortableElement(type, depth);
            default -> false;
        };
    }

    private boolean hasPortableElement(TypeFacts type, int depth) {
        return type.element() == 0 || isBuiltIn(type.element()) && isPortable(type.element(), depth + 1);
    }

    private static boolean isBuiltIn(long oid) {
        return oid < FIRST_USER_OID;
    }

    /// Whether the server's own hash of a value tells values apart that are written differently, and is the same on
    /// every server: not so for enums, which are hashed by OID, and for types that call different values equal
    /// (`1.0` and `1.00`, `[]` and `{}`, a list and a matrix of the same elements, blanks at the end of `char`).
    public boolean isHashed(long oid) {
        return HASHED.contains(scalarName(oid));
    }

    /// Whether a value is a floating point number, which servers before 12 write otherwise than later ones.
    public boolean isFloat(long oid) {
        return FLOATS.contains(scalarName(oid));
    }

    /// The built-in type that this is, or that it is a domain of; empty for others.
    private String scalarName(long oid) {
        var type = types.get(oid);
        if (type == null) {
            return "";
        }
        if (type.kind().equals("d")) {
            return scalarName(type.base());
        }
        return isBuiltIn(oid) && type.element() == 0 ? type.name() : "";
    }

    /// Whether a cast of its values to text is the system's: nobody but a superuser can make one of
    /// a built-in type, and casts of domains are those of their base. Not of XML: its declaration
    /// only its output function leaves out. Nor of `char(n)`: the cast takes blanks at the end away.
    public boolean hasSystemCast(long oid) {
        var type = types.get(oid);
        if (type == null) {
            return false;
        }
        return type.kind().equals("d")
                ? hasSystemCast(type.base())
                : type.kind().equals("b")
                        && isBuiltIn(oid)
                        && !type.name().endsWith("xml")
                        && !type.name().equals("bpchar");
    }

    /// Whether its values have a collation.
    public boolean isText(long oid) {
        return TEXTS.contains(scalarName(oid));
    }
}
