package dev.pgconvoy.worker.roles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleSettingTest {

    @Test
    void a_list_of_names_stays_one() {
        assertThat(RoleSetting.of("app", "search_path=\"$user\", \"say \"\"hi\"\"\", public")
                        .statement())
                .isEqualTo("ALTER ROLE \"app\" SET \"search_path\" TO '$user', 'say \"hi\"', 'public'");
    }

    /// Every role writes its own settings at the source.
    @Test
    void one_name_may_be_very_long() {
        var name = "a\"\"b".repeat(500_000);

        assertThat(RoleSetting.of("app", "search_path=\"" + name + "\"").statement())
                .hasSizeGreaterThan(1_000_000)
                .endsWith("a\"b'");
    }
}
