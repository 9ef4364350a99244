package dev.pgconvoy.worker.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseLocaleTest {

    @Test
    void a_database_of_libc_says_so_where_it_can() {
        var locale = new DatabaseLocale("UTF8", "C", "C.UTF-8", "c", "", "");

        assertThat(locale.options(14)).isEqualTo("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'");
        assertThat(locale.options(15))
                .isEqualTo("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' LOCALE_PROVIDER libc");
    }

    @Test
    void icu_and_builtin_keep_their_locales_and_rules() {
        assertThat(new DatabaseLocale("UTF8", "C", "C", "i", "de-x-phonebk", "&a < b").options(17))
                .endsWith("LOCALE_PROVIDER icu ICU_LOCALE 'de-x-phonebk' ICU_RULES '&a < b'");
        assertThat(new DatabaseLocale("UTF8", "C", "C", "i", "sv", "").options(15))
                .endsWith("LOCALE_PROVIDER icu ICU_LOCALE 'sv'");
        assertThat(new DatabaseLocale("UTF8", "C", "C", "b", "C.UTF-8", "").options(17))
                .endsWith("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'");
    }
}
