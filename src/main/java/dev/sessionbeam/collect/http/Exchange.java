package dev.sessionbeam.collect.http;

import io.netty.handler.codec.http.HttpContent;
import org.jspecify.annotations.Nullable;

/** A request that is being read or answered, and the memory that it holds. */
final class Exchange {
  private final @Nullable RequestHead head;
  private final ByteBudget.Share share;
  private final BodyBytes body = new BodyBytes();
  private final long start = System.nanoTime();

  /**
   * Begins with the head of a request.
   *
   * @param head null if it could not be read
   */
  Exchange(@Nullable RequestHead head, ByteBudget budget) {
    this.head = head;
    this.share = budget.share();
  }

  /** Null if it could not be read. */
  @Nullable RequestHead head() {
    return head;
  }

  /** Adds a part of the body. Returns what is wrong with it; null if nothing is. */
  Heads.@Nullable Fault add(HttpContent part, HttpLimits limits) {
    if (part.decoderResult().isFailure()) {
      return new Heads.Fault(400, "the body is not one of HTTP/1.1");
    }
    int more = part.content().readableBytes();
    if (body.length() + more > limits.bodyBytes()) {
      return new Heads.Fault(
          413, "the body is too large: it may have " + limits.bodyBytes() + " bytes");
    }
    if (!share.take(more)) {
      return new Heads.Fault(503, "too many requests at once: try again later");
    }
    body.add(part.content());
    return null;
  }

  /** The request, when all of its body has come. */
  Request request(RequestHead of) {
    return new Request(of, body.array(), body.length(), share);
  }

  /** The time since its head came. */
  long nanos() {
    return System.nanoTime() - start;
  }

  /** Gives back the memory. */
  void release() {
    share.release();
  }
}
