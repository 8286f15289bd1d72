package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.Answer;
import dev.sessionbeam.collect.http.RequestHead;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may send events. A page of the collector's own host always may, and so
 * may a client that is no browser, which names no origin.
 */
final class CrossOrigin {
  /** Allows every origin. Then browsers send no cookies. */
  static final String ANY = "*";

  private static final String EXPOSED = "Retry-After";
  private static final String SECONDS_TO_KEEP = "7200";

  private final Set<String> allowed;

  CrossOrigin(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** Whether a request comes from a page that may send events, or from no page. */
  boolean allows(RequestHead head) {
    String origin = head.header("Origin");
    return origin == null
        || allowed.contains(ANY)
        || allowed.contains(origin)
        || isOwn(origin, head.header("Host"));
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equals(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the headers that let the page read the answer. */
  Map<String, String> headers(RequestHead head) {
    String origin = head.header("Origin");
    if (origin == null || !allows(head)) {
      return Map.of();
    }
    if (allowed.contains(ANY)) {
      return Map.of("Access-Control-Allow-Origin", ANY, "Access-Control-Expose-Headers", EXPOSED);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Access-Control-Allow-Origin", origin);
    // A beacon is always sent with credentials, which nobody reads here.
    headers.put("Access-Control-Allow-Credentials", "true");
    headers.put("Access-Control-Expose-Headers", EXPOSED);
    headers.put("Vary", "Origin");
    return headers;
  }

  /** Answers the question of a browser whether a page may send events. */
  Answer preflight(RequestHead head) {
    return Answer.empty(204)
        .with("Access-Control-Allow-Methods", "POST")
        .with("Access-Control-Allow-Headers", "Content-Type, Content-Encoding, X-Write-Key")
        .with("Access-Control-Max-Age", SECONDS_TO_KEEP)
        .with(headers(head));
  }
}
