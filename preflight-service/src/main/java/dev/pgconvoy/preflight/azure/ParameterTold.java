package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;

/// What findings about server parameters have in common.
final class ParameterTold {

    private ParameterTold() {}

    static Finding untold(String check, TargetResource target, String parameter) {
        return Finding.info(
                check, FindingCode.PARAMETER_IS, target.object(), "Azure does not tell its %s.".formatted(parameter));
    }
}
