package dev.sessionbeam.collect.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A server of HTTP/1.1 without TLS. */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int LONGEST_LINE = 8 << 10;
  private static final int CHUNK = 16 << 10;
  private static final long POLL_MILLIS = 10;

  private final HttpLimits limits;
  private final ByteBudget budget;
  private final Endpoint endpoint;
  private final Map<Channel, ConnectionHandler> connections = new ConcurrentHashMap<>();
  private final NioEventLoopGroup acceptor =
      new NioEventLoopGroup(1, new DefaultThreadFactory("collect-accept", true));
  private final NioEventLoopGroup threads =
      new NioEventLoopGroup(
          Runtime.getRuntime().availableProcessors(),
          new DefaultThreadFactory("collect-http", true));
  private final Channel listening;
  private volatile boolean stopping;

  private HttpServer(InetSocketAddress at, HttpLimits limits, ByteBudget budget, Endpoint endpoint)
      throws IOException {
    this.limits = limits;
    this.budget = budget;
    this.endpoint = endpoint;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(acceptor, threads)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(
                ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(256, 2048, CHUNK))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    connect(channel);
                  }
                })
            .bind(at)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      endThreads();
      throw new IOException(
          "cannot listen on " + at.getHostString() + ":" + at.getPort() + ": " + reason(bound),
          bound.cause());
    }
    this.listening = bound.channel();
  }

  private static String reason(ChannelFuture failed) {
    return failed.cause() == null ? "no reason given" : String.valueOf(failed.cause().getMessage());
  }

  /**
   * Starts a server.
   *
   * @param at port 0 for any free one
   * @param budget what all bodies may hold in memory together
   * @throws IOException if the address is in use, or is not one of this machine
   */
  public static HttpServer start(
      InetSocketAddress at, HttpLimits limits, ByteBudget budget, Endpoint endpoint)
      throws IOException {
    return new HttpServer(at, limits, budget, endpoint);
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Returns the number of open connections. */
  public int connections() {
    return connections.size();
  }

  private void connect(SocketChannel channel) {
    if (connections.size() >= limits.connections() || stopping) {
      var unused = channel.close();
      return;
    }
    ConnectionHandler handler = new ConnectionHandler(limits, budget, endpoint);
    connections.put(channel, handler);
    var unused = channel.closeFuture().addListener(closed -> connections.remove(channel));
    HttpDecoderConfig decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxChunkSize(CHUNK);
    channel.pipeline().addLast(handler.clock(), new HttpServerCodec(decoder), handler);
  }

  /**
   * Takes no connections any more, ends those that have no request, and waits for the answers to
   * the others.
   *
   * @return whether all were answered within the time
   */
  public boolean finish(Duration time) throws InterruptedException {
    stopping = true;
    listening.close().awaitUninterruptibly();
    connections.forEach((channel, handler) -> channel.eventLoop().execute(handler::finish));
    long until = System.nanoTime() + time.toNanos();
    while (!connections.isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return connections.isEmpty();
  }

  /** Ends all connections at once. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    for (Channel channel : connections.keySet()) {
      var unused = channel.close();
    }
    endThreads();
  }

  private void endThreads() {
    var unused = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    unused = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
