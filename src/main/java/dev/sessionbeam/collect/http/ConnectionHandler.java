package dev.sessionbeam.collect.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection: one request after another. It reads the next part of a request only when
 * it has dealt with the last one, so that a connection holds one request at a time.
 *
 * <p>A request that is refused before its body was read ends the connection. What the client still
 * sends is read for a short time, and ignored: if the connection were closed at once, the client
 * might never see the answer.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private static final long IGNORE_MILLIS = 2000;

  private final HttpLimits limits;
  private final ByteBudget budget;
  private final Endpoint endpoint;
  private final RequestClock clock;

  /** Parts that came in one piece with what is being answered. */
  private final Queue<HttpObject> waiting = new ArrayDeque<>();

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

  /** A request that is being read or answered. */
  private record Exchange(
      @Nullable RequestHead head, BodyBytes body, ByteBudget.Share share, long start) {
    static Exchange begin(@Nullable RequestHead head, ByteBudget budget) {
      return new Exchange(head, new BodyBytes(), budget.share(), System.nanoTime());
    }
  }

  ConnectionHandler(HttpLimits limits, ByteBudget budget, Endpoint endpoint) {
    this.limits = limits;
    this.budget = budget;
    this.endpoint = endpoint;
    this.clock = new RequestClock(limits, this::tooSlow);
  }

  /** The handler that has to be the first one of the connection. */
  RequestClock clock() {
    return clock;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object part) {
    waiting.add((HttpObject) part);
    goOn(ctx);
  }

  /** Deals with the parts that have come, as far as possible now. Asks for more if none is left. */
  private void goOn(ChannelHandlerContext ctx) {
    while (state != State.ANSWERING && !waiting.isEmpty()) {
      HttpObject part = waiting.remove();
      try {
        take(ctx, part);
      } finally {
        ReferenceCountUtil.release(part);
      }
    }
    if (state != State.ANSWERING) {
      ctx.read();
    }
  }

  /** In the state HEAD, what comes before a head is the end of a request that had no body. */
  private void take(ChannelHandlerContext ctx, HttpObject part) {
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
    Exchange begun = Exchange.begin(head, budget);
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
    if (content.decoderResult().isFailure()) {
      refuse(current, 400, "the body is not one of HTTP/1.1");
      return;
    }
    int more = content.content().readableBytes();
    if (current.body().length() + more > limits.bodyBytes()) {
      refuse(current, 413, "the body is too large: it may have " + limits.bodyBytes() + " bytes");
      return;
    }
    if (!current.share().take(more)) {
      refuse(current, 503, "too many requests at once: try again later");
      return;
    }
    current.body().add(content.content());
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
    Request request =
        new Request(head, current.body().array(), current.body().length(), current.share());
    var unused =
        endpoint
            .answer(request)
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
    endpoint.answered(head, answer, System.nanoTime() - current.start());
    var unused =
        ctx.writeAndFlush(Responses.of(answer, last, withBody))
            .addListener(
                written -> {
                  // Until then, the answer is in memory, in place of the request.
                  current.share().release();
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
    goOn(ctx);
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
      refuse(Exchange.begin(null, budget), 408, "the request took too long");
    } else {
      close(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Exchange current = exchange;
    if (current != null && state != State.ANSWERING) {
      current.share().release();
      exchange = null;
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
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
