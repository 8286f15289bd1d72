package dev.sessionbeam.collect.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time of a connection: how long it may be idle, how long a request may take from its
 * first byte to its last one, and how long the client may take to read an answer. All of its
 * methods run in the thread of the connection.
 */
final class RequestClock extends ChannelInboundHandlerAdapter {
  private final HttpLimits limits;
  private final Runnable expired;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable ChannelHandlerContext context;
  private boolean isIdle;

  /**
   * Creates a clock.
   *
   * @param expired runs if the client was too slow
   */
  RequestClock(HttpLimits limits, Runnable expired) {
    this.limits = limits;
    this.expired = expired;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    idle();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    if (isIdle) {
      isIdle = false;
      set(limits.requestTime());
    }
    ctx.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
    ctx.fireChannelInactive();
  }

  /** The connection waits for a request. */
  void idle() {
    isIdle = true;
    set(limits.idleTime());
  }

  /** Whether the connection waits for the first byte of a request. */
  boolean isIdle() {
    return isIdle;
  }

  /** The request is complete: the client need not do anything now. */
  void stop() {
    isIdle = false;
    ScheduledFuture<?> current = deadline;
    if (current != null) {
      current.cancel(false);
    }
    deadline = null;
  }

  /** The client has to read an answer. */
  void answering() {
    isIdle = false;
    set(limits.requestTime());
  }

  private void set(Duration time) {
    ScheduledFuture<?> current = deadline;
    if (current != null) {
      current.cancel(false);
    }
    ChannelHandlerContext ctx = context;
    if (ctx != null && ctx.channel().isActive()) {
      deadline = ctx.executor().schedule(expired, time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
