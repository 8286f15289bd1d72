package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestRelayTest {
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final Set<Integer> clients = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private RequestRelay relay;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          clients.add(call.getRemoteAddress().getPort());
          bodies.add(call.getRequestBody().readAllBytes());
          call.sendResponseHeaders(204, -1);
          call.close();
        });
    server.start();
    relay = RequestRelay.to(server.getAddress().getPort());
  }

  @AfterEach
  void stop() throws Exception {
    relay.close();
    server.stop(0);
  }

  private static void send(Socket client, String head, byte[] body) throws Exception {
    OutputStream out = client.getOutputStream();
    out.write(
        (head + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
  }

  /** Reads one answer, which has no body. */
  private static String answer(Socket client) throws Exception {
    InputStream in = client.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString().split("\r\n", 2)[0];
  }

  @Test
  void requestsOnOneConnectionArePassedOnAndCounted() throws Exception {
    // It looks like a request, and is larger than any buffer.
    byte[] body = "DELETE /b/k HTTP/1.1\r\n\r\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    URI endpoint = relay.endpoint();
    try (Socket client = new Socket(endpoint.getHost(), endpoint.getPort())) {
      send(client, "PUT /bucket/key", body);
      assertThat(answer(client), is("HTTP/1.1 204 No Content"));
      send(client, "PUT /bucket/other", new byte[0]);
      assertThat(answer(client), is("HTTP/1.1 204 No Content"));
      send(client, "HEAD /bucket/key", new byte[0]);
      assertThat(answer(client), is("HTTP/1.1 204 No Content"));
    }
    assertThat(relay.counts(), is(Map.of(S3RequestKind.PUT, 2L, S3RequestKind.HEAD, 1L)));
    assertThat(bodies, hasSize(3));
    assertThat(bodies.get(0), is(body));
    assertThat("the connection stays open", clients, hasSize(1));
  }

  @Test
  void aBodyOfUnknownLengthEndsTheConnection() throws Exception {
    URI endpoint = relay.endpoint();
    try (Socket client = new Socket(endpoint.getHost(), endpoint.getPort())) {
      client
          .getOutputStream()
          .write(
              "PUT /b/k HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .getBytes(StandardCharsets.ISO_8859_1));
      assertThat(client.getInputStream().read(), is(-1));
    }
    assertThat(bodies, hasSize(0));
  }
}
