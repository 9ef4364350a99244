package dev.pgconvoy.launcher.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.launcher.SampleStatuses;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationPageTest {

    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^>]*>");
    private static final Set<String> WITHOUT_END = Set.of("meta");

    @Test
    void every_finding_is_on_the_page_with_its_remedy_and_its_script() {
        var page = ValidationPage.html(SampleStatuses.validated(
                SampleFindings.NO_CREATEDB,
                SampleFindings.PREPARED,
                SampleFindings.LEFT_OUT,
                SampleFindings.unreadable("shop", "public.t")));

        assertThat(page)
                .contains("PGC1301", "User mover may not create databases.", "COMMIT PREPARED or ROLLBACK PREPARED")
                .contains("On the target:", "<pre>ALTER ROLE &quot;mover&quot; CREATEDB;</pre>")
                .contains("On the source, in the database shop:", "These databases do not move: tmp")
                .contains("<span class=\"verdict error\">Failed</span>")
                .contains("The user has no <code>CREATEDB</code>.", "docs/findings.md#pgc1301");
        requireEachTagClosed(page);
    }

    @Test
    void it_needs_nothing_from_elsewhere_and_follows_the_readers_colours() {
        var page = ValidationPage.html(SampleStatuses.validated(SampleFindings.PREPARED));

        assertThat(page)
                .contains("default-src 'none'", "prefers-color-scheme: dark", "color-scheme: light dark")
                .doesNotContainIgnoringCase("<script", "<link", "<img", "http://", "https://", "url(", "@import");
    }

    @Test
    void a_name_is_text_whatever_it_holds() {
        var hostile = "</pre><script>alert('x')</script>&\"\u202e\u001b";

        var page = ValidationPage.html(SampleStatuses.validated(SampleFindings.unreadable(hostile, hostile)));

        assertThat(page)
                .doesNotContain("<script>", "alert('x')", "\u202e", "\u001b")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;\\u202e\\u001b");
        requireEachTagClosed(page);
    }

    @Test
    void the_estimate_is_a_table() {
        var page =
                ValidationPage.html(SampleStatuses.validated().withPreflight(Optional.of(SampleStatuses.preflight())));

        assertThat(page)
                .contains(
                        "What it is expected to take", "<td>2,000,000</td>", "&lt;orders&gt;", "and 11 more databases");
        requireEachTagClosed(page);
    }

    @Test
    void more_than_a_few_objects_of_one_code_are_folded_away_and_all_there() {
        var page = ValidationPage.html(SampleStatuses.validated(IntStream.rangeClosed(1, 12)
                .mapToObj(i -> SampleFindings.unreadable("shop" + i, "public.t"))
                .toArray(Finding[]::new)));

        assertThat(page).contains("<details><summary>and 7 more</summary>", "shop1<", "shop12<");
        requireEachTagClosed(page);
    }

    private static void requireEachTagClosed(String page) {
        var open = new ArrayDeque<String>();
        TAG.matcher(page.substring(page.indexOf("<html"))).results().forEach(tag -> {
            var name = tag.group(2);
            if (tag.group(1).isEmpty() && !WITHOUT_END.contains(name)) {
                open.push(name);
            } else if (!tag.group(1).isEmpty()) {
                assertThat(name).isEqualTo(open.pop());
            }
        });
        assertThat(open).isEmpty();
    }
}
