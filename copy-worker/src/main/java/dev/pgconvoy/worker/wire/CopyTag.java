package dev.pgconvoy.worker.wire;

import java.util.Optional;

/// What a server says at the end of a COPY.
record CopyTag(long rows) {

    private static final String COPY = "COPY ";

    /// @param answer to any statement, with the zero at its end
    /// @return empty when the statement was another one
    static Optional<CopyTag> of(String answer) {
        return answer.startsWith(COPY)
                ? Optional.of(new CopyTag(Long.parseLong(answer.substring(COPY.length(), answer.length() - 1))))
                : Optional.empty();
    }
}
