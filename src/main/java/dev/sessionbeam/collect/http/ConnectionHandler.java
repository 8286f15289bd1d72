package dev.sessionbeam.collect.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection: one request after another. It reads the next part of a request only when
 * it has dealt with the last one, so that a connection holds one request at a time.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private final Conversation conversation;

  /** Parts that came in one piece with what is being answered. */
  private final Queue<HttpObject> waiting = new ArrayDeque<>();

  private @Nullable ChannelHandlerContext context;

  ConnectionHandler(HttpLimits limits, ByteBudget budget, Endpoint endpoint) {
    this.conversation = new Conversation(limits, budget, endpoint, this::goOn);
  }

  /** The handler that has to be the first one of the connection. */
  RequestClock clock() {
    return conversation.clock();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    conversation.begin(ctx);
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object part) {
    waiting.add((HttpObject) part);
    goOn();
  }

  /** Deals with the parts that have come, as far as possible now. Asks for more if none is left. */
  private void goOn() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    while (!conversation.isAnswering() && !waiting.isEmpty()) {
      HttpObject part = waiting.remove();
      try {
        conversation.take(ctx, part);
      } finally {
        ReferenceCountUtil.release(part);
      }
    }
    if (!conversation.isAnswering()) {
      ctx.read();
    }
  }

  /** Ends the connection after the answer that is given now; at once if there is none. */
  void finish() {
    conversation.finish();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    conversation.gone();
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    conversation.fail(ctx, cause);
  }
}
