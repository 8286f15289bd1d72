package dev.sessionbeam.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/**
 * A Kinesis stream that only takes records: {@code PutRecords} and {@code DescribeStreamSummary} in
 * the protocol's binary form, on a free port of 127.0.0.1. It is fast, needs no Node, and behaves
 * as a test says.
 */
public final class StreamStub implements AutoCloseable {
  private static final CBORFactory CBOR = new CBORFactory();
  private static final int LARGEST_CALL = 16 << 20;
  private static final String TYPE = "application/x-amz-cbor-1.1";

  private final NioEventLoopGroup threads = new NioEventLoopGroup(1);
  private final List<Taken> records = new ArrayList<>();

  /** Records whose key begins so are kept; the others are only counted. */
  private final String keeps;

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private final Channel listening;
  private volatile Behavior behavior = Behavior.TAKES;
  private volatile long perSecond;
  private long second;
  private long takenInSecond;
  private volatile IntPredicate refused = index -> false;

  /** A record that the stream has taken. */
  public record Taken(String key, byte[] data) {
    /** Its data as a text. */
    public String text() {
      return new String(data, UTF_8);
    }
  }

  /** What the stream does with a call. */
  public enum Behavior {
    TAKES,
    /** Answers with an error of the server. */
    FAILS,
    /** Takes the records, and never answers. */
    TAKES_AND_IS_SILENT,
    /** Answers that there is no such stream. */
    IS_MISSING
  }

  private StreamStub(String keeps) {
    this.keeps = keeps;
    this.listening =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    var unused =
                        channel
                            .pipeline()
                            .addLast(
                                new HttpServerCodec(),
                                new HttpObjectAggregator(LARGEST_CALL),
                                new Calls());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  /** Starts a stream that keeps its records. */
  public static StreamStub start() {
    return new StreamStub("");
  }

  /**
   * Runs a stream for measurements, which keeps only some of its records. Prints its endpoint. Then
   * it prints the number of its records for each line that it reads; for the line {@code texts},
   * also how many it has kept, and their data. Ends with its input.
   *
   * @param args the most records a second, 0 for no limit; how the keys begin whose records are
   *     kept
   */
  public static void main(String[] args) throws IOException {
    try (StreamStub stub = new StreamStub(args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      stub.perSecond = Long.parseLong(args[0]);
      System.out.println(stub.endpoint());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(stub.count());
        if (line.equals("texts")) {
          List<String> texts = stub.texts();
          System.out.println(texts.size());
          texts.forEach(System.out::println);
        }
      }
    }
  }

  public URI endpoint() {
    return URI.create(
        "http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
  }

  public int port() {
    return endpoint().getPort();
  }

  /** From now on, behaves in this way. */
  public void behave(Behavior now) {
    behavior = now;
  }

  /** From now on, refuses the records at these places of a call, as a busy shard does. */
  public void refuse(IntPredicate places) {
    refused = places;
  }

  /** The records so far. */
  public List<Taken> records() {
    synchronized (records) {
      return List.copyOf(records);
    }
  }

  /** The data of the records so far. */
  public List<String> texts() {
    return records().stream().map(Taken::text).toList();
  }

  public long count() {
    return count.get();
  }

  /** The number of calls of PutRecords so far. */
  public long calls() {
    return calls.get();
  }

  private final class Calls extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest call)
        throws IOException {
      String target = call.headers().get("X-Amz-Target");
      boolean puts = target != null && target.endsWith(".PutRecords");
      Behavior now = behavior;
      if (puts) {
        calls.incrementAndGet();
      }
      if (now == Behavior.FAILS || now == Behavior.IS_MISSING) {
        boolean missing = now == Behavior.IS_MISSING;
        reply(
            ctx,
            missing ? 400 : 500,
            encode(
                out ->
                    out.writeStringField(
                        "__type", missing ? "ResourceNotFoundException" : "InternalFailure")));
        return;
      }
      byte[] answer = puts ? put(call) : summary();
      if (now == Behavior.TAKES) {
        reply(ctx, 200, answer);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      var unused = ctx.close();
    }
  }

  private static byte[] summary() throws IOException {
    return encode(
        out -> {
          out.writeObjectFieldStart("StreamDescriptionSummary");
          out.writeStringField("StreamStatus", "ACTIVE");
          out.writeEndObject();
        });
  }

  private byte[] put(FullHttpRequest call) throws IOException {
    List<Taken> sent = new ArrayList<>();
    try (JsonParser in = CBOR.createParser(ByteBufUtil.getBytes(call.content()))) {
      byte[] data = new byte[0];
      String key = "";
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
          data = in.getBinaryValue();
        } else if (token == JsonToken.VALUE_STRING && "PartitionKey".equals(in.currentName())) {
          key = in.getText();
        } else if (token == JsonToken.END_OBJECT && in.getParsingContext().inArray()) {
          sent.add(new Taken(key, data));
        }
      }
    }
    return answer(sent);
  }

  private byte[] answer(List<Taken> sent) throws IOException {
    IntPredicate isRefused = refused;
    return encode(
        out -> {
          out.writeArrayFieldStart("Records");
          for (int i = 0; i < sent.size(); i++) {
            out.writeStartObject();
            if (isRefused.test(i) || isTooMuch()) {
              out.writeStringField("ErrorCode", "ProvisionedThroughputExceededException");
              out.writeStringField("ErrorMessage", "busy");
            } else {
              take(sent.get(i));
              out.writeStringField("SequenceNumber", Long.toString(count.get()));
              out.writeStringField("ShardId", "shardId-000000000000");
            }
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  /** The shards of a stream take so many records a second, and refuse the others. */
  private boolean isTooMuch() {
    long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    if (now != second) {
      second = now;
      takenInSecond = 0;
    }
    takenInSecond++;
    return perSecond > 0 && takenInSecond > perSecond;
  }

  private void take(Taken record) {
    count.incrementAndGet();
    if (record.key().startsWith(keeps)) {
      synchronized (records) {
        records.add(record);
      }
    }
  }

  private interface Body {
    void write(CBORGenerator out) throws IOException;
  }

  private static byte[] encode(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator out = CBOR.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void reply(ChannelHandlerContext ctx, int status, byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, TYPE);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    var unused = ctx.writeAndFlush(response);
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    var unused = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
