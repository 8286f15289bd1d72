package dev.sessionbeam.collect.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is said over one connection: a request and its answer, then the next one. All of its methods
 * run in the thread of the connection.
 *
 * <p>A request that is refused before its body was read ends the connection. What the client still
 * sends is read for a short time, and ignored: if the connection were closed at once, the client
 * might never see the answer.
 */
final class Conversation {
  private static final long IGNORE_MILLIS = 2000;

  private final HttpLimits limits;
  private final ByteBudget budget;
  private final Endpoint endpoint;
  private final Runnable goOn;
  private final RequestClock clock;

  private State state = State.HEAD;
  private @Nullable Exchange exchange;
  private @Nullable ChannelHandlerContext context;

  /** Whether the connection ends after the answer that is given now. */
  private boolean ends;

  private enum State {
    HEAD,
    BODY,
    ANSWERING,
    /** The answer was sent; the rest of the request is ignored. */
    IGNORING
  }

  /**
   * Creates one that has not begun.
   *
   * @param goOn runs when an answer was sent, and the next request is expected
   */
  Conversation(HttpLimits limits, ByteBudget budget, Endpoint endpoint, Runnable goOn) {
    this.limits = limits;
    this.budget = budget;
    this.endpoint = endpoint;
    this.goOn = goOn;
    this.clock = new RequestClock(limits, this::tooSlow);
  }

  /** Limits its time. */
  RequestClock clock() {
    return clock;
  }

  /** The connection is open. */
  void begin(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Whether no part of a request can be taken now. */
  boolean isAnswering() {
    return state == State.ANSWERING;
  }

  /** Takes the next part of a request. */
  void take(ChannelHandlerContext ctx, HttpObject part) {
    // In the state HEAD, what comes before a head is the end of a request that had no body.
    if (state == State.HEAD && part instanceof HttpRequest request) {
      head(ctx, request);
    }
    if (state == State.BODY && part instanceof HttpContent content) {
      content(ctx, content);
    }
  }

  private void head(ChannelHandlerContext ctx, HttpRequest request) {
    Heads.Fault fault = Heads.fault(request, limits);
    InetAddress peer = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
    RequestHead head = Heads.read(request, peer);
    Exchange begun = new Exchange(head, budget);
    exchange = begun;
    if (fault != null || head == null) {
      int status = fault == null ? 400 : fault.status();
      String text = fault == null ? "the address cannot be decoded" : fault.text();
      refuse(begun, status, text);
      return;
    }
    ends |= !HttpUtil.isKeepAlive(request);
    long bytes = Heads.bodyBytes(request);
    Answer early = endpoint.before(head, bytes);
    if (early != null) {
      ends |= bytes != 0;
      answer(ctx, begun, early, bytes == 0);
      return;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      var unused = ctx.writeAndFlush(Responses.goOn());
    }
    state = State.BODY;
  }

  private void content(ChannelHandlerContext ctx, HttpContent content) {
    Exchange current = exchange;
    if (current == null) {
      return;
    }
    Heads.Fault fault = current.add(content, limits);
    if (fault != null) {
      refuse(current, fault.status(), fault.text());
      return;
    }
    if (content instanceof LastHttpContent) {
      complete(ctx, current);
    }
  }

  private void complete(ChannelHandlerContext ctx, Exchange current) {
    state = State.ANSWERING;
    clock.stop();
    RequestHead head = current.head();
    if (head == null) {
      return;
    }
    var unused =
        endpoint
            .answer(current.request(head))
            .thenAccept(answer -> ctx.executor().execute(() -> answer(ctx, current, answer, true)));
  }

  /** Refuses a request whose rest is not read. */
  private void refuse(Exchange current, int status, String text) {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ends = true;
      answer(ctx, current, endpoint.refuse(current.head(), status, text), false);
    }
  }

  private void answer(ChannelHandlerContext ctx, Exchange current, Answer answer, boolean read) {
    exchange = null;
    boolean last = ends;
    state = last && !read ? State.IGNORING : State.ANSWERING;
    RequestHead head = current.head();
    boolean withBody = head == null || !head.method().equals("HEAD");
    clock.answering();
    endpoint.answered(head, answer, current.nanos());
    var unused =
        ctx.writeAndFlush(Responses.of(answer, last, withBody))
            .addListener(
                written -> {
                  // Until then, the answer is in memory, in place of the request.
                  current.release();
                  afterAnswer(ctx, written.isSuccess() && !last);
                });
  }

  /** Goes on after an answer was sent, or could not be sent. */
  private void afterAnswer(ChannelHandlerContext ctx, boolean goesOn) {
    if (goesOn) {
      next(ctx);
    } else if (state == State.IGNORING && ctx.channel().isActive()) {
      ignoreTheRest(ctx);
    } else {
      close(ctx);
    }
  }

  private void next(ChannelHandlerContext ctx) {
    if (ends) {
      close(ctx);
      return;
    }
    state = State.HEAD;
    clock.idle();
    goOn.run();
  }

  private void ignoreTheRest(ChannelHandlerContext ctx) {
    clock.stop();
    var unused = ctx.executor().schedule(() -> close(ctx), IGNORE_MILLIS, TimeUnit.MILLISECONDS);
    ctx.read();
  }

  /** Ends the connection after the answer that is given now; at once if there is none. */
  void finish() {
    ends = true;
    ChannelHandlerContext ctx = context;
    if (ctx != null && state == State.HEAD && clock.isIdle()) {
      close(ctx);
    }
  }

  private void tooSlow() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    Exchange current = exchange;
    if (state == State.BODY && current != null) {
      refuse(current, 408, "the request took too long");
    } else if (state == State.HEAD && !clock.isIdle()) {
      refuse(new Exchange(null, budget), 408, "the request took too long");
    } else {
      close(ctx);
    }
  }

  /** The connection is closed. */
  void gone() {
    Exchange current = exchange;
    if (current != null && state != State.ANSWERING) {
      current.release();
      exchange = null;
    }
  }

  /** Something went wrong, in the network or here. */
  void fail(ChannelHandlerContext ctx, Throwable cause) {
    Exchange current = exchange;
    if (cause instanceof IOException || current == null || state == State.ANSWERING) {
      close(ctx);
    } else {
      refuse(current, 500, "this is a fault of the collector");
    }
  }

  private static void close(ChannelHandlerContext ctx) {
    var unused = ctx.close();
  }
}
