package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The plan has the calls that stack-mitosis documents, one by one. */
class ClassicPlanTest {

    @Test
    void plansTheElevenCallsInOrderWithAtLeastTheirParameters() throws Exception {
        List<JsonNode> expected = JsonNode.parser()
                .parse(Files.readString(Path.of("src/test/cases/rds/classic-plan.json")))
                .field("calls")
                .orElseThrow()
                .asArray();
        List<Change> planned =
                RefreshPipeline.classic().changes(TestInstances.classic().world());
        assertThat(planned.stream()
                        .map(change -> change.describe().action() + " "
                                + change.describe().subject()))
                .containsExactlyElementsOf(expected.stream()
                        .map(call -> text(call, "action") + " " + text(call, "DBInstanceIdentifier"))
                        .toList());
        for (int at = 0; at < expected.size(); at++) {
            contains(expected.get(at), planned.get(at).describe().parameters());
        }
    }

    private static String text(JsonNode call, String field) {
        return call.field(field).orElseThrow().asString();
    }

    private static void contains(JsonNode call, Value.Fields parameters) {
        call.field("parameters").orElseThrow().asObject().forEach((name, value) -> {
            Value wanted = value(value);
            Value present = parameters.get(name).orElseThrow(() -> new AssertionError(name + " missing in " + call));
            if (wanted instanceof Value.Items items) {
                assertThat(((Value.Items) present).items()).containsAll(items.items());
            } else {
                assertThat(present).as(name).isEqualTo(wanted);
            }
        });
    }

    private static Value value(JsonNode node) {
        if (node.isBoolean()) {
            return new Value.Bool(node.asBoolean());
        }
        if (node.isNumber()) {
            return new Value.Whole(Long.parseLong(node.asNumber()));
        }
        if (node.isArray()) {
            List<Value> items = new ArrayList<>();
            node.asArray().forEach(item -> items.add(value(item)));
            return new Value.Items(items);
        }
        if (node.isObject()) {
            Map<String, Value> fields = new LinkedHashMap<>();
            node.asObject().forEach((key, item) -> fields.put(key, value(item)));
            return new Value.Fields(fields);
        }
        return new Value.Text(node.asString());
    }
}
