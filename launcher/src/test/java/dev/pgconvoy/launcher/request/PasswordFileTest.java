package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordFileTest {

    private static Optional<String> find(String host, int port, String database, String user, String... lines) {
        return new PasswordFile(List.of(lines))
                .find(host, port, database, user)
                .map(secret -> secret.use(value -> value));
    }

    @Test
    void the_first_line_that_matches_counts() {
        assertThat(find("h", 5432, "d", "u", "# h:5432:d:u:comment", "g:5432:d:u:0", "h:5432:d:u:1", "*:*:*:*:2"))
                .contains("1");
    }

    @Test
    void a_star_matches_anything_and_only_as_a_whole_field() {
        assertThat(find("h", 5432, "d", "u", "h*:*:*:*:1", "*:*:*:*:2")).contains("2");
        assertThat(find("h", 5432, "d", "u", "\\*:*:*:*:1")).isEmpty();
        assertThat(find("h", 5432, "*", "u", "h:5432:\\*:u:1")).contains("1");
    }

    @Test
    void colons_and_backslashes_are_escaped() {
        assertThat(find("::1", 5432, "a:b", "u", "\\:\\:1:5432:a\\:b:u:p\\:w\\\\d"))
                .contains("p:w\\d");
    }

    @Test
    void what_follows_the_password_is_no_part_of_it() {
        assertThat(find("h", 5432, "d", "u", "h:5432:d:u:p:more")).contains("p");
    }

    @Test
    void other_servers_users_and_short_lines_do_not_match() {
        assertThat(find("h", 5433, "d", "u", "h:5432:d:u:p", "h:5433:d", "h:5433:d:v:p", "h:5433:e:u:p", "h:5433:d:u:"))
                .isEmpty();
    }
}
