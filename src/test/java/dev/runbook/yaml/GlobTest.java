package dev.runbook.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // glob ; keys that match ; keys that do not match
                "*.jpg ; a.jpg .jpg ; a/b.jpg a.jpgx",
                "**.jpg ; a.jpg a/b.jpg ; a.png",
                "**/*.tmp ; x.tmp a/x.tmp a/b/x.tmp ; x.tmpl",
                "a/**/z ; a/z a/b/z a/b/c/z ; az a/bz",
                "images/** ; images/a images/a/b images/ ; images image",
                "img? ; img1 imgé ; img img12 img/",
                "logs/ ; logs/ logs/a logs/a/b ; logs logs2/a",
                "logs ; logs logs/ logs/a/b ; logs2 logs2/a my/logs",
                "/private/ ; private/a private/b/c ; myprivate/a",
                "/site.key ; site.key ; a/site.key",
                "//odd ; /odd ; odd",
                "**/*.{key,pem} ; site.key tls/site.pem ; site.keys site.p",
                "{a,b{c,d}}/x ; a/x bc/x bd/x ; b/x ab/x",
                "{logs,tmp*} ; logs logs/a tmp1 ; tmp1/a",
                "a{,.bak} ; a a.bak a/b a.bak/b ; a.ba",
                "invoices/202[0-5]-* ; invoices/2025-12.pdf ; invoices/2026-01.pdf invoices/2025-1/x",
                "[!a-c]x ; dx -x ; ax cx x",
                "[^a]x ; bx ; ax",
                "[]]x ; ]x ; x",
                "[a-]x ; ax -x ; bx",
                "a[*]b ; a*b ; axb ab",
                "[{]a,b[}] ; {a,b} ; a b",
                "a[/b]c ; abc ; a/c",
                "a.b ; a.b ; aXb",
            })
    void keysAreMatchedBelowThePrefix(String glob, String matching, String others) {
        Glob read = glob(glob, Glob.GlobKind.KEY);
        assertThat(matching.split(" ")).allMatch(read::matches);
        assertThat(others.split(" ")).noneMatch(read::matches);
    }

    @ParameterizedTest
    @CsvSource({
        "shop-*, shop-1, shop",
        "'{shop,bank}-prod', bank-prod, shop-stage",
        "*[0-9], db7, db",
        "a.*, a.b.c, ab",
    })
    void namesHaveNoParts(String glob, String matching, String other) {
        assertThat(glob(glob, Glob.GlobKind.NAME).matches(matching)).isTrue();
        assertThat(glob(glob, Glob.GlobKind.NAME).matches(other)).isFalse();
    }

    @Test
    void aSlashAloneMeansEverythingBelowThePrefix() {
        assertThat(List.of("a", "a/b", "")).allMatch(glob("/", Glob.GlobKind.KEY)::matches);
    }

    @Test
    void wildcardsInColumnsDoNotCrossADot() {
        Glob glob = glob("*.{users,people}.**_at", Glob.GlobKind.COLUMN);
        assertThat(glob.matches("public.people.created_at")).isTrue();
        assertThat(glob.matches("public.people.x.created_at")).isFalse();
        assertThat(glob("?.[.]", Glob.GlobKind.COLUMN).matches("a..")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a[b ; missing ] in 'a[b'",
                "[] ; missing ] in '[]'",
                "{a,b ; unbalanced braces in '{a,b'",
                "a}b ; unbalanced braces in 'a}b'",
                "{a,{b} ; unbalanced braces in '{a,{b}'",
                "[z-a] ; the range in '[z-a]' is reversed",
                "'' ; the glob is empty",
                "{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1} ; the glob expands to more than 1000 patterns",
            })
    void invalidGlobsAreReported(String text, String summary) {
        Problems problems = new Problems();
        assertThat(Glob.read(text, new Source("f", text).start(), Glob.GlobKind.KEY, problems))
                .isEmpty();
        assertThat(problems.toSortedList()).extracting(Problem::code).containsExactly("bad-glob");
        assertThat(problems.toSortedList()).extracting(Problem::summary).containsExactly(summary);
    }

    /** Compares with the regular expressions of the parts of a glob, translated one by one. */
    @Test
    void anyGlobMatchesAsItsRegularExpressionDoes() {
        List<String> globs = List.of("a", "b", "*", "?", "[ab]", "[!a]", "{a,b}", "/", "**");
        List<String> regexes = List.of("a", "b", "[^/]*", "[^/]", "[ab]", "[^a/]", "(?:a|b)", "/", ".*");
        for (int seed = 0; seed < 4000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("a");
            StringBuilder regex = new StringBuilder("a");
            boolean star = false;
            for (int parts = random.nextInt(6); parts > 0; parts--) {
                int part = random.nextInt(globs.size());
                boolean stars = globs.get(part).startsWith("*");
                if (!(star && stars)) {
                    text.append(globs.get(part));
                    regex.append(regexes.get(part));
                }
                star = stars;
            }
            // A last part with a wildcard never names a folder, so that both patterns mean the same.
            text.append("c?");
            regex.append("c[^/]");
            String bare = text.toString().replace("/**/", "/x/");
            Pattern pattern = Pattern.compile(regex.toString().replace("/.*/", "/x/"));
            Glob glob = glob(bare, Glob.GlobKind.KEY);
            for (int name = 0; name < 40; name++) {
                String key = key(random);
                assertThat(glob.matches(key))
                        .as("seed %s: %s on %s", seed, bare, key)
                        .isEqualTo(pattern.matcher(key).matches());
            }
        }
    }

    @Test
    void noGlobTakesLongerThanItsLengthTimesThatOfTheName() {
        Glob glob = glob("**a".repeat(300) + "b", Glob.GlobKind.KEY);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(glob.matches("a".repeat(1024))).isFalse());
    }

    private static String key(Random random) {
        StringBuilder key = new StringBuilder("a");
        for (int length = random.nextInt(6); length > 0; length--) {
            key.append("ab/xc".charAt(random.nextInt(5)));
        }
        return key.append("cx").toString();
    }

    private static Glob glob(String text, Glob.GlobKind kind) {
        Problems problems = new Problems();
        Optional<Glob> glob = Glob.read(text, new Source("f", text).start(), kind, problems);
        return glob.orElseThrow(() -> new AssertionError(problems.toSortedList()));
    }
}
