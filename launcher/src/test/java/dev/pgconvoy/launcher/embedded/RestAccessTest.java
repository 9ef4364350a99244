package dev.pgconvoy.launcher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.launcher.exit.CommandException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestAccessTest {

    @TempDir
    Path data;

    private RestAccess access;

    @BeforeEach
    void make() throws Exception {
        Files.createDirectory(data.resolve("keys"));
        access = RestAccess.of(data);
    }

    @Test
    void a_token_is_random_private_and_stays() throws Exception {
        var token = Files.readString(access.withToken().tokenFile());

        assertThat(token.strip()).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access.tokenFile())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(access.withToken().tokenFile())).isEqualTo(token);
    }

    @Test
    void each_link_has_a_code_of_its_own_which_is_in_a_private_file() throws Exception {
        access.tellAddress(URI.create("http://127.0.0.1:8080/"));

        var first = access.loginLink();
        var second = access.loginLink();

        assertThat(first).isNotEqualTo(second);
        assertThat(second.toString())
                .isEqualTo("http://127.0.0.1:8080/login?code="
                        + Files.readString(access.loginCodeFile()).strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(access.loginCodeFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void where_nothing_has_run_there_is_no_link() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(access::loginLink)
                .withMessageContaining("./pgconvoy up");
    }
}
