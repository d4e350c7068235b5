package dev.runbook.adapter.aws;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Logs one line for each AWS call: operation, status, milliseconds, request id. At debug level also request and response: bodies
 * as printed by the SDK, which omits sensitive fields, and headers without credentials.
 *
 * @param account the name in the inventory
 */
record AwsCallLog(String account) implements ExecutionInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(AwsCallLog.class);
    private static final ExecutionAttribute<Long> BEGAN = new ExecutionAttribute<>("runbook.began");
    private static final int BODY_CHARACTERS_MAX = 4_000;
    private static final List<String> SECRETIVE =
            List.of("authorization", "x-amz-security-token", "cookie", "set-cookie");
    private static final List<String> SENSITIVE_NAMES = List.of("password", "secret", "token", "accesskey");

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(BEGAN, System.nanoTime());
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (LOG.isDebugEnabled()) {
            SdkHttpRequest request = context.httpRequest();
            LOG.debug(
                    "> {} {} {}\n{}\n{}",
                    name(attributes),
                    request.method(),
                    request.getUri(),
                    headers(request.headers()),
                    body(context.request()));
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "< {} {}\n{}",
                    name(attributes),
                    context.httpResponse().statusCode(),
                    headers(context.httpResponse().headers()));
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        String id = context.response() instanceof AwsResponse response && response.responseMetadata() != null
                ? response.responseMetadata().requestId()
                : "";
        LOG.info(
                "{} {}, {} ms, request {}",
                name(attributes),
                context.httpResponse().statusCode(),
                millis(attributes),
                id);
        if (LOG.isDebugEnabled()) {
            LOG.debug("= {}", body(context.response()));
        }
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        String status =
                context.httpResponse().map(answer -> " " + answer.statusCode()).orElse("");
        LOG.info(
                "{}{}, {} ms: {}",
                name(attributes),
                status,
                millis(attributes),
                context.exception().toString());
    }

    private String name(ExecutionAttributes attributes) {
        String service = Optional.ofNullable(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME))
                .orElse("");
        return account + " " + service + ":" + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    }

    private static long millis(ExecutionAttributes attributes) {
        long now = System.nanoTime();
        return Duration.ofNanos(now
                        - Optional.ofNullable(attributes.getAttribute(BEGAN)).orElse(now))
                .toMillis();
    }

    private static String headers(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ": "
                        + (SECRETIVE.contains(header.getKey().toLowerCase(Locale.ROOT))
                                ? "***"
                                : String.join(", ", header.getValue())))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String body(Object shown) {
        String text = shown.toString();
        return text.length() <= BODY_CHARACTERS_MAX
                ? maskFields(text)
                : maskFields(text.substring(0, BODY_CHARACTERS_MAX)) + " ... (" + text.length() + " characters)";
    }

    /** Masks the value of every {@code name=value} whose name is sensitive. */
    private static String maskFields(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        for (int equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', equals + 1)) {
            if (equals >= copied && isSensitive(text, equals)) {
                masked.append(text, copied, equals).append("=***");
                copied = equals;
                while (copied < text.length() && ",)&".indexOf(text.charAt(copied)) < 0) {
                    copied++;
                }
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /** Whether the letters before this place form a sensitive name. */
    private static boolean isSensitive(String text, int end) {
        int start = end;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        String name = text.substring(start, end).toLowerCase(Locale.ROOT);
        return SENSITIVE_NAMES.stream().anyMatch(name::contains);
    }
}
