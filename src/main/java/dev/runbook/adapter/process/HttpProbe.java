package dev.runbook.adapter.process;

import dev.runbook.port.Http;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests a URL and returns only the status code. */
public final class HttpProbe implements Http {

    private static final Logger LOG = LoggerFactory.getLogger(HttpProbe.class);

    private static final int REDIRECTS_MAX = 5;

    @Override
    public int get(URI uri, Duration timeout) throws PortException, InterruptedException {
        URI place = uri;
        for (int redirects = 0; ; redirects++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before " + uri);
            }
            Answer answer = ask(place, timeout);
            LOG.info("http:GET {} {}", place, answer.status);
            boolean redirected = answer.status >= 301 && answer.status <= 308 && answer.status != 304;
            if (!redirected || answer.location.isEmpty()) {
                return answer.status;
            }
            if (redirects == REDIRECTS_MAX) {
                throw new PortException(Kind.BROKEN, "http:GET " + uri, "more than " + REDIRECTS_MAX + " redirects");
            }
            place = place.resolve(answer.location);
        }
    }

    private record Answer(int status, String location) {}

    private static Answer ask(URI uri, Duration timeout) throws PortException {
        String call = "http:GET " + uri;
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new PortException(Kind.BROKEN, call, "the URL is not http or https");
        }
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            // The JDK follows redirects only within one scheme; get() follows them.
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            try {
                String location = connection.getHeaderField("Location");
                return new Answer(connection.getResponseCode(), location == null ? "" : location);
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new PortException(Kind.RETRYABLE, call, e.toString(), e);
        }
    }
}
