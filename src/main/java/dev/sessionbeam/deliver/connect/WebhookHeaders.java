package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The headers by which a webhook knows what it receives. */
final class WebhookHeaders {
  private static final Pattern RESERVED =
      Pattern.compile(
          "(?i)connection|content-length|content-type|expect|host|transfer-encoding|upgrade"
              + "|idempotency-key|sessionbeam-.*");

  private WebhookHeaders() {}

  /** Whether the header of a secret must not have this name. */
  static boolean isReserved(String name) {
    return RESERVED.matcher(name).matches();
  }

  /** Returns the headers of a delivery, by name. */
  static Map<String, String> of(Delivery delivery) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Idempotency-Key", delivery.key().toString());
    headers.put("Sessionbeam-Destination", encoded(delivery.destination()));
    headers.put("Sessionbeam-Rules", encoded(delivery.rules()));
    if (delivery.subject().source() == Source.SESSIONS) {
      headers.put("Sessionbeam-Revision", Long.toString(delivery.subject().number()));
    }
    return headers;
  }

  /**
   * Returns a text as a header can have it: what is not printable ASCII, and the percent sign, is
   * encoded as in a URL.
   */
  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", b));
      }
    }
    return encoded.toString();
  }
}
