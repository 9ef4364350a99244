package dev.pgconvoy.worker.copier;

/// What the work is busy with; read when it fails.
final class CurrentObject {

    private String object;

    CurrentObject(String object) {
        this.object = object;
    }

    void on(String next) {
        object = next;
    }

    String object() {
        return object;
    }
}
