package dev.sessionbeam.collect.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the head of a request, or says what is wrong with it. */
final class Heads {
  private static final int MOST_PARAMETERS = 16;

  private Heads() {}

  /** What is wrong with a request: the status of the answer, and a sentence for a person. */
  record Fault(int status, String text) {}

  /** Returns what is wrong with a head; null if nothing is. */
  static @Nullable Fault fault(HttpRequest request, HttpLimits limits) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      return new Fault(414, "the address is too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new Fault(
          431, "the headers are too large: they may have " + limits.headerBytes() + " bytes");
    }
    if (cause != null) {
      return new Fault(400, "this is not a request of HTTP/1.1");
    }
    if (request.headers().size() > limits.headers()) {
      return new Fault(431, "there are more than " + limits.headers() + " headers");
    }
    HttpVersion version = request.protocolVersion();
    if (version.majorVersion() != 1) {
      return new Fault(505, "only HTTP/1.1 is spoken here");
    }
    String expected = request.headers().get(HttpHeaderNames.EXPECT);
    if (expected != null && !HttpUtil.is100ContinueExpected(request)) {
      return new Fault(417, "only 100-continue can be expected");
    }
    long length = HttpUtil.getContentLength(request, -1L);
    return length > limits.bodyBytes()
        ? new Fault(413, "the body is too large: it may have " + limits.bodyBytes() + " bytes")
        : null;
  }

  /** Returns the head; null if its address cannot be decoded. */
  static @Nullable RequestHead read(HttpRequest request, InetAddress peer) {
    try {
      QueryStringDecoder address =
          new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MOST_PARAMETERS);
      return new RequestHead(
          request.method().name(),
          address.path(),
          address.parameters(),
          name -> header(request, name),
          peer);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable String header(HttpRequest request, String name) {
    List<String> values = request.headers().getAll(name);
    return values.isEmpty() ? null : String.join(",", values);
  }

  /** Returns the size of the body if the client says it; 0 for none; -1 if it is not known. */
  static long bodyBytes(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        ? -1
        : HttpUtil.getContentLength(request, 0L);
  }
}
