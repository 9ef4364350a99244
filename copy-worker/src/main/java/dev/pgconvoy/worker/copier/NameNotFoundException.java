package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.worker.SearchPath;
import java.util.List;

/// A task was refused because a name was not found; another search path may find it.
final class NameNotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    NameNotFoundException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }

    Failure failureAfter(List<SearchPath> tried) {
        return tried.isEmpty()
                ? failure
                : new Failure(
                        failure.code(),
                        failure.object(),
                        failure.message() + "." + SearchPath.tried(tried),
                        SearchPath.REMEDY);
    }
}
