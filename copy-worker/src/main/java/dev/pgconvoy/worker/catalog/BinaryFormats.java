package dev.pgconvoy.worker.catalog;

import java.util.Map;

/// Decides per type whether its binary form means the same on another server. Binary arrays, ranges of ranges and
/// composites carry type OIDs,
/// which differ for types made by users; reg* types are OIDs; types of extensions may change their form between
/// versions.
final class BinaryFormats {

    private static final long FIRST_USER_OID = 16_384;
    private static final int DEEPEST = 20;

    private final Map<Long, TypeFacts> types;

    BinaryFormats(Map<Long, TypeFacts> types) {
        this.types = Map.copyOf(types);
    }

    boolean isPortable(long oid) {
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
            case "b" -> isBuiltIn(oid) && !type.name().startsWith("reg") && hasPortableElement(type, depth);
            default -> false;
        };
    }

    private boolean hasPortableElement(TypeFacts type, int depth) {
        return type.element() == 0 || isBuiltIn(type.element()) && isPortable(type.element(), depth + 1);
    }

    private static boolean isBuiltIn(long oid) {
        return oid < FIRST_USER_OID;
    }
}
