package dev.sessionbeam.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of requests to S3 that differ in price. */
public enum S3RequestKind {
  PUT("put an object"),
  BEGIN_UPLOAD("begin an upload in parts"),
  UPLOAD_PART("upload a part"),
  COMPLETE_UPLOAD("complete an upload"),
  COPY("copy"),
  HEAD("head"),
  GET("get"),
  LIST("list"),
  DELETE("delete"),
  OTHER("other");

  private final String label;

  S3RequestKind(String label) {
    this.label = label;
  }

  /** Returns its name in a table. */
  public String label() {
    return label;
  }

  /**
   * Returns the kind of a request.
   *
   * @param head its request line and headers; the path has the bucket as its first part
   */
  public static S3RequestKind of(String head) {
    String[] line = head.split("\r\n", 2)[0].split(" ", 3);
    if (line.length < 2) {
      return OTHER;
    }
    String[] target = line[1].split("\\?", 2);
    List<String> query = target.length < 2 ? List.of() : names(target[1]);
    return switch (line[0]) {
      case "PUT" -> put(query, head.toLowerCase(Locale.ROOT));
      case "POST" -> post(query);
      case "GET" -> isObject(target[0]) && !query.contains("uploadId") ? GET : LIST;
      case "HEAD" -> HEAD;
      case "DELETE" -> DELETE;
      default -> OTHER;
    };
  }

  private static S3RequestKind put(List<String> query, String head) {
    if (query.contains("partNumber")) {
      return UPLOAD_PART;
    }
    return head.contains("\r\nx-amz-copy-source:") ? COPY : PUT;
  }

  private static S3RequestKind post(List<String> query) {
    if (query.contains("uploads")) {
      return BEGIN_UPLOAD;
    }
    if (query.contains("uploadId")) {
      return COMPLETE_UPLOAD;
    }
    return query.contains("delete") ? DELETE : OTHER;
  }

  /** Whether a path names an object, and not a bucket only. */
  private static boolean isObject(String path) {
    int key = path.indexOf('/', 1);
    return key >= 0 && key < path.length() - 1;
  }

  private static List<String> names(String query) {
    return Arrays.stream(query.split("&", -1)).map(each -> each.split("=", 2)[0]).toList();
  }
}
