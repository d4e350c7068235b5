package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.named;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Filters that write values in other notations and read them back. */
final class CodeFilters {

    static final List<Operation> ALL = List.of(
            named(DEEP, "to_json", call -> Texts.limited(Json.spaced(call.input()))),
            named(DEEP, "from_json", CodeFilters::fromJson),
            named(DEEP, "to_yaml", call -> Texts.limited(YamlText.write(call.input()))),
            named(DEEP, "from_yaml", CodeFilters::fromYaml),
            named(
                    DEEP,
                    "b64encode",
                    call -> new Value.Text(
                            Base64.getEncoder().encodeToString(call.text().getBytes(UTF_8)))),
            named(DEEP, "b64decode", CodeFilters::decode),
            named(DEEP, "hash hashtype?", CodeFilters::hash));

    private static final Map<String, String> DIGESTS = Map.of(
            "md5", "MD5", "sha1", "SHA-1", "sha224", "SHA-224", "sha256", "SHA-256", "sha384", "SHA-384", "sha512",
            "SHA-512");

    private CodeFilters() {}

    private static Value fromJson(Call call) throws Fault {
        try {
            return JsonReader.read(call.text(), JsonReader.DEPTH_MAX);
        } catch (ParseException e) {
            throw Fault.of("not JSON: " + e.getMessage(), "");
        }
    }

    private static Value fromYaml(Call call) throws Fault {
        Problems problems = new Problems();
        Optional<Node> node = Yaml.read(new Source("from_yaml", call.text()), problems);
        if (!problems.isEmpty()) {
            throw Fault.of(problems.sorted().get(0).summary(), "");
        }
        return node.map(Literals::of).orElse(new Value.Null());
    }

    private static Value decode(Call call) throws Fault {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(call.text());
            return new Value.Text(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw Fault.of("not base64-encoded text", "");
        }
    }

    private static Value hash(Call call) throws Fault {
        String name = call.text("hashtype", "sha1").toLowerCase(Locale.ROOT);
        String algorithm = DIGESTS.get(name);
        if (algorithm == null) {
            throw Fault.of("unknown hash '" + name + "'", "known: md5, sha1, sha224, sha256, sha384, sha512");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance(algorithm).digest(call.text().getBytes(UTF_8));
            return new Value.Text(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw Fault.of("this Java runtime does not support " + algorithm, "use sha256");
        }
    }
}
