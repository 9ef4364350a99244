package dev.pgconvoy.launcher.stack.settings;

/// What a stack can be told to start.
public sealed interface StackPart permits KafkaSettings, PostgresSettings, ServiceSettings {

    /// Unique in its stack; also the name of its log.
    String name();
}
