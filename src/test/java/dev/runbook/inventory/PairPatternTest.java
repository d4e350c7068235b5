package dev.runbook.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairPatternTest {

    private static final String INVENTORY = """
            accounts: {main: {region: eu-west-1}}
            groups:
              nightly: {pairs: [c, a]}
              all-shops: {children: [nightly], pairs: [shop-1, shop-2]}
            pairs:
              a: {source: {instance: prod}, target: {instance: ta}}
              b: {source: {instance: prod}, target: {instance: tb}}
              c: {source: {instance: prod}, target: {instance: tc}}
              shop-1: {source: {instance: prod}, target: {instance: t1}}
              shop-2: {source: {instance: prod}, target: {instance: t2}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "all ; a b c shop-1 shop-2",
                "* ; a b c shop-1 shop-2",
                "b,a ; a b",
                "b:a ; a b",
                "nightly ; a c",
                "all-shops ; a c shop-1 shop-2",
                "all:!nightly ; b shop-1 shop-2",
                "!nightly ; b shop-1 shop-2",
                "all-shops:&nightly ; a c",
                "shop-* ; shop-1 shop-2",
                "shop-? ; shop-1 shop-2",
                "shop-[12] ; shop-1 shop-2",
                "all[0] ; a",
                "all[-1] ; shop-2",
                "all[0:2] ; a b c",
                "all[3:] ; shop-1 shop-2",
                "~^(a|b)$ ; a b",
                "all:&~^shop ; shop-1 shop-2",
                "*-[1-2]:!~2$ ; shop-1",
                "a:b:&nightly,c ; a c",
                "shop-?[1],a ; a shop-2",
                "~shop-[0-9],a ; a shop-1 shop-2",
                "{a,shop-{1,2}} ; a shop-1 shop-2",
                "{b,c}:!c ; b",
                "shop-[!1] ; shop-2",
                "~^[ab]{1,2}$ ; a b",
                "all[-5:-4] ; a b",
            })
    void namesPairs(String pattern, String expected) {
        Problems problems = new Problems();
        assertThat(select(pattern, problems)).containsExactly(expected.split(" "));
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nightli | unknown-pair | did you mean 'nightly'?",
                "a,shop-3 | unknown-pair | did you mean 'shop-1'?",
                "x* | unknown-pair | known: a, b, c, shop-1, shop-2, nightly, all-shops",
                "a:!a | no-pair | known pairs: a, b, c, shop-1, shop-2",
                "~( | bad-pattern | ''",
                "{a,b | bad-pattern | write {a,b}; [{] matches a literal {",
                "all[9] | no-pair | known pairs: a, b, c, shop-1, shop-2",
                "all[0][0] | unknown-pair | known: a, b, c, shop-1, shop-2, nightly, all-shops",
                "a,:!* | no-pair | known pairs: a, b, c, shop-1, shop-2",
                "a:&bb | unknown-pair | did you mean 'b'?",
                ", | no-pair | write 'all' for every pair; known pairs: a, b, c, shop-1, shop-2",
            })
    void reportsPatternsThatMatchNothing(String pattern, String code, String hint) {
        Problems problems = new Problems();
        assertThat(select(pattern, problems)).isEmpty();
        assertThat(problems.toSortedList()).extracting(Problem::code).containsExactly(code);
        assertThat(problems.toSortedList().get(0).hint()).isEqualTo(hint);
    }

    private static List<String> select(String pattern, Problems problems) {
        Inventory inventory = Inventory.read(List.of(new Source("i.yml", INVENTORY)), problems)
                .orElseThrow();
        Node.Scalar scalar = new Node.Scalar(pattern, true, new Source("-l", pattern).start());
        return inventory.select(scalar, problems).stream().map(Pair::name).toList();
    }
}
