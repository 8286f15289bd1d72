package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says whether the body of a request is in a form that is read here. */
final class ContentTypes {
  private static final Set<String> TYPES =
      Set.of("application/json", "application/x-ndjson", "text/plain");
  private static final Set<String> ENCODINGS = Set.of("identity", "gzip");
  private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");

  private ContentTypes() {}

  /** Returns what is wrong; null if nothing is. */
  static @Nullable String fault(RequestHead head) {
    String encoding = head.header("Content-Encoding");
    if (encoding != null && !ENCODINGS.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
      return "the Content-Encoding is not gzip";
    }
    String type = head.header("Content-Type");
    return type == null ? null : fault(type);
  }

  private static @Nullable String fault(String type) {
    List<String> parts = List.of(type.toLowerCase(Locale.ROOT).split(";", -1));
    if (!TYPES.contains(parts.get(0).strip())) {
      return "the Content-Type is not application/json, application/x-ndjson or text/plain";
    }
    for (String parameter : parts.subList(1, parts.size())) {
      String[] pair = parameter.strip().split("=", 2);
      if (pair.length == 2
          && pair[0].equals("charset")
          && !CHARSETS.contains(pair[1].replace("\"", ""))) {
        return "the charset is not UTF-8";
      }
    }
    return null;
  }
}
