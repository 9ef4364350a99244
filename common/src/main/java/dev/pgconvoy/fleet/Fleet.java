package dev.pgconvoy.fleet;

/// A fleet file: the plan of many migrations.
///
/// @param apiVersion always [#API_VERSION]
/// @param kind always [#KIND]
public record Fleet(String apiVersion, String kind, FleetMetadata metadata, FleetSpec spec) {

    public static final String API_VERSION = "pgconvoy.dev/v1";
    public static final String KIND = "Fleet";

    public Fleet {
        if (!apiVersion.equals(API_VERSION)) {
            throw new IllegalArgumentException("apiVersion must be " + API_VERSION);
        }
        if (!kind.equals(KIND)) {
            throw new IllegalArgumentException("kind must be " + KIND);
        }
    }

    public Fleet(FleetMetadata metadata, FleetSpec spec) {
        this(API_VERSION, KIND, metadata, spec);
    }

    public String name() {
        return metadata.name();
    }
}
