package dev.pgconvoy.worker.catalog;

import java.util.List;

/// A row of pg_type, as far as its binary form depends on it.
///
/// @param kind pg_type.typtype
/// @param element 0 unless an array
/// @param base 0 unless a domain
/// @param subtype 0 unless a range
record TypeFacts(
        long oid,
        String name,
        String kind,
        boolean hasBinary,
        long element,
        long base,
        long subtype,
        List<Long> fields) {}
