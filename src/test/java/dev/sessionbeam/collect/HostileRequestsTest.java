package dev.sessionbeam.collect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import dev.sessionbeam.collect.TestCollector.Answered;
import dev.sessionbeam.collect.TestCollector.Settings;
import dev.sessionbeam.peer.StreamStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of somebody who means ill, or is broken: each has its status, and no other one suffers.
 */
class HostileRequestsTest {
  private static final String EVENT = "{\"machine_id\":\"m\"}";
  private static final int MIB = 1 << 20;

  @AutoClose private final StreamStub stream = StreamStub.start();
  private final Settings settings = new Settings();

  private static String head(String... headers) {
    return "POST /v1/events HTTP/1.1\r\nHost: h\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  /** The collector still works, and holds nothing of former requests. */
  private void requireHealthy(TestCollector collector) throws Exception {
    Answered answered = collector.post(EVENT);
    assertThat(answered.body(), answered.status(), is(200));
    TestCollector.await(() -> inFlight(collector) == 0);
  }

  private static double inFlight(TestCollector collector) {
    try {
      return collector.metric("in_flight_bytes");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBodyThatIsDeclaredTooLargeIsRefusedBeforeItIsRead() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      String answer = collector.raw(head("Content-Length: 99999999999"));
      assertThat(answer, startsWith("HTTP/1.1 413 "));
      assertThat(answer, containsString("the body is too large: it may have 5242880 bytes"));
      requireHealthy(collector);
    }
  }

  @Test
  void aBodyThatNeverEndsIsRefusedAtTheLimit() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint());
        Socket socket = collector.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head("Transfer-Encoding: chunked").getBytes(ISO_8859_1));
      byte[] chunk = new byte[16 << 10];
      Arrays.fill(chunk, (byte) ' ');
      int sent = 0;
      try {
        while (sent < 100 * MIB && socket.getInputStream().available() == 0) {
          out.write("4000\r\n".getBytes(ISO_8859_1));
          out.write(chunk);
          out.write("\r\n".getBytes(ISO_8859_1));
          sent += chunk.length;
        }
      } catch (IOException e) {
        // The collector has closed the connection.
      }
      assertThat(sent, is(lessThan(20 * MIB)));
      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, ISO_8859_1), is("HTTP/1.1 413"));
      requireHealthy(collector);
    }
  }

  @Test
  void aGzipBombStopsAtTheLimit() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] blanks = new byte[MIB];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 1024; i++) {
        gzip.write(blanks);
      }
    }
    assertThat(bomb.size(), is(lessThan(2 * MIB)));
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered =
          collector.post("/v1/events", bomb.toByteArray(), "Content-Encoding", "gzip");
      assertThat(answered.status(), is(413));
      assertThat(answered.body(), containsString("decompressed, it may have 5242880 bytes"));
      requireHealthy(collector);
    }
  }

  @ParameterizedTest
  @CsvSource({"not gzip at all, 0", "cut off, 1"})
  void damagedGzipIsABadRequest(String kind, int cut) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(EVENT.getBytes(UTF_8));
    }
    byte[] body =
        cut == 0 ? kind.getBytes(UTF_8) : Arrays.copyOf(out.toByteArray(), out.size() - 10);
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered = collector.post("/v1/events", body, "Content-Encoding", "gzip");
      assertThat(answered.body(), answered.status(), is(400));
      requireHealthy(collector);
    }
  }

  @Test
  void tooManyOrTooLargeHeadersAreRefused() throws Exception {
    StringBuilder many = new StringBuilder("POST /v1/events HTTP/1.1\r\n");
    for (int i = 0; i < 10_000; i++) {
      many.append("X-").append(i).append(": 1\r\n");
    }
    try (TestCollector collector = settings.start(stream.endpoint())) {
      assertThat(collector.raw(many + "\r\n"), startsWith("HTTP/1.1 431 "));
      String[] few = new String[70];
      Arrays.setAll(few, i -> "X-" + i + ": 1");
      assertThat(collector.raw(head(few)), containsString("there are more than 64 headers"));
      assertThat(
          collector.raw(head("X-Large: " + "x".repeat(20_000))), startsWith("HTTP/1.1 431 "));
      assertThat(
          collector.raw("POST /v1/events?key=" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n"),
          startsWith("HTTP/1.1 414 "));
      requireHealthy(collector);
    }
  }

  @Test
  void aSlowHeadAndASlowBodyAreCutOff() throws Exception {
    settings.requestTime = Duration.ofMillis(600);
    try (TestCollector collector = settings.start(stream.endpoint());
        Socket inHead = collector.connect();
        Socket inBody = collector.connect()) {
      inHead.getOutputStream().write("POST /v1/ev".getBytes(ISO_8859_1));
      inBody.getOutputStream().write((head("Content-Length: 100") + "{").getBytes(ISO_8859_1));
      // A byte now and then does not help: the time is that of the whole request.
      byte[] first = trickle(inHead);
      byte[] second = trickle(inBody);
      assertThat(new String(first, ISO_8859_1), startsWith("HTTP/1.1 408 "));
      assertThat(new String(second, ISO_8859_1), startsWith("HTTP/1.1 408 "));
      requireHealthy(collector);
    }
  }

  private static byte[] trickle(Socket socket) throws IOException {
    socket.setSoTimeout(20);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    long until = System.nanoTime() + TestCollector.PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      try {
        int read = socket.getInputStream().read();
        if (read < 0) {
          break;
        }
        answer.write(read);
      } catch (java.net.SocketTimeoutException e) {
        write(socket);
      } catch (IOException e) {
        break;
      }
    }
    return answer.toByteArray();
  }

  private static void write(Socket socket) {
    try {
      socket.getOutputStream().write('e');
    } catch (IOException e) {
      // It was closed.
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    settings.idleTime = Duration.ofMillis(100);
    try (TestCollector collector = settings.start(stream.endpoint());
        Socket socket = collector.connect()) {
      assertThat(socket.getInputStream().read(), is(-1));
      requireHealthy(collector);
    }
  }

  @Test
  void deepNestingIsRejected() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      String deep = "{\"a\":" + "[".repeat(MIB / 4) + "]".repeat(MIB / 4) + "}";
      Answered answered = collector.post(deep);
      assertThat(answered.status(), is(400));
      assertThat(answered.body(), containsString("levels deep"));
      assertThat(collector.post("[".repeat(MIB)).status(), is(400));
      assertThat(collector.post("{\"a\":".repeat(MIB / 5)).status(), is(400));
      requireHealthy(collector);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type, application/x-www-form-urlencoded",
    "Content-Type, multipart/form-data; boundary=x",
    "Content-Type, application/json; charset=utf-16",
    "Content-Encoding, br",
    "Content-Encoding, 'gzip, gzip'"
  })
  void aFormThatIsNotReadIsUnsupported(String name, String value) throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      assertThat(collector.post(EVENT, name, value).status(), is(415));
      requireHealthy(collector);
    }
  }

  @Test
  void anEventLargerThanARecordOfKinesisIsRejectedAndOneThatJustFitsIsTaken() throws Exception {
    String begin = "{\"machine_id\":\"m\",\"x\":\"";
    String fits = begin + "x".repeat(MIB - 1 - begin.length() - 2) + "\"}";
    String larger = begin + "x".repeat(MIB - begin.length() - 2) + "\"}";
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered = collector.post(fits + larger);
      assertThat(answered.status(), is(200));
      assertThat(
          answered.body(),
          is(
              "{\"accepted\":1,\"rejected\":[{\"index\":1,\"reason\":\"has 1048577 bytes with its"
                  + " partition key, but may have at most 1048576\"}]}\n"));
      assertThat(stream.texts(), contains(fits));
      requireHealthy(collector);
    }
  }

  @Test
  void invalidUtf8AndNulBytesAreRejected() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      for (String bad : List.of("{\"a\":\"\u00ff\"}", "{\"a\":\"\u0000\"}", "{\"\u00c3(\":1}")) {
        Answered answered = collector.post("/v1/events", bad.getBytes(ISO_8859_1));
        assertThat(answered.body(), answered.status(), is(400));
      }
      assertThat(stream.texts(), is(empty()));
      requireHealthy(collector);
    }
  }

  @Test
  void tooManyEventsAreRefusedAsAWhole() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered = collector.post("{}".repeat(2_000_000));
      assertThat(answered.status(), is(413));
      assertThat(answered.body(), containsString("more than 10000 events: send fewer at once"));
      requireHealthy(collector);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /v1/events HTTP/1.1, 405",
    "DELETE /v1/events HTTP/1.1, 405",
    "POST /live HTTP/1.1, 405",
    "GET / HTTP/1.1, 404",
    "GET /../../etc/passwd HTTP/1.1, 404",
    "POST /v1/events?key=%zz HTTP/1.1, 400",
    "POST /v1/events HTTP/2.0, 505",
    "nonsense, 400"
  })
  void otherRequestsHaveTheirStatus(String line, int status) throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      String answer = collector.raw(line + "\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(answer, startsWith("HTTP/1.1 " + status + " "));
      requireHealthy(collector);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: x, 400",
    "Content-Length: -1, 400",
    "Transfer-Encoding: chunked, 400",
    "Expect: the unexpected, 417"
  })
  void aBodyThatCannotBeReadIsRefused(String header, int status) throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      String answer = collector.raw(head(header) + "no chunk\r\n\r\n");
      assertThat(answer, startsWith("HTTP/1.1 " + status + " "));
      requireHealthy(collector);
    }
  }

  @Test
  void twoLengthsThatDifferAreRefused() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      String answer = collector.raw(head("Content-Length: 2", "Content-Length: 30") + "{}" + EVENT);
      assertThat(answer, startsWith("HTTP/1.1 400 "));
      assertThat(stream.texts(), is(empty()));
      requireHealthy(collector);
    }
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOnOrNotTo() throws Exception {
    String body = "Content-Length: " + EVENT.length();
    try (TestCollector collector = settings.start(stream.endpoint());
        Socket socket = collector.connect()) {
      socket
          .getOutputStream()
          .write(head("Expect: 100-continue", body, "Connection: close").getBytes(ISO_8859_1));
      String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
      assertThat(
          new String(socket.getInputStream().readNBytes(goOn.length()), ISO_8859_1), is(goOn));
      socket.getOutputStream().write(EVENT.getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer, startsWith("HTTP/1.1 200 OK"));
      assertThat(
          collector.raw(head("Expect: 100-continue", "Content-Length: 99999999")),
          startsWith("HTTP/1.1 413 "));
    }
  }

  @Test
  void severalRequestsInOnePieceAreAnsweredInTheirOrder() throws Exception {
    String one = head("Content-Length: " + EVENT.length()) + EVENT;
    String bad = head("Content-Length: 1") + "7";
    String last = "GET /live HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    try (TestCollector collector = settings.start(stream.endpoint())) {
      String answers =
          collector.raw(one + "GET /live HTTP/1.1\r\nHost: h\r\n\r\n" + bad + one + last);
      List<String> statuses = answers.lines().filter(line -> line.contains("HTTP/1.1 ")).toList();
      List<String> codes = new ArrayList<>();
      for (String status : statuses) {
        int at = status.indexOf("HTTP/1.1 ");
        codes.add(status.substring(at + 9, at + 12));
      }
      assertThat(codes, contains("200", "200", "400", "200", "200"));
      assertThat(stream.texts(), contains(EVENT, EVENT));
    }
  }

  @Test
  void manyLargeRequestsAtOnceAreRefusedInsteadOfFillingTheMemory() throws Exception {
    settings.inFlight = 3 * MIB;
    String event = "{\"x\":\"" + "x".repeat(900_000) + "\"}";
    try (TestCollector collector = settings.start(stream.endpoint());
        Socket first = collector.connect();
        Socket second = collector.connect()) {
      byte[] part = event.getBytes(UTF_8);
      byte[] chunk = (Integer.toHexString(part.length) + "\r\n" + event + "\r\n").getBytes(UTF_8);
      for (Socket socket : List.of(first, second)) {
        socket.getOutputStream().write(head("Transfer-Encoding: chunked").getBytes(ISO_8859_1));
        socket.getOutputStream().write(chunk);
      }
      TestCollector.await(() -> inFlight(collector) == 2.0 * part.length);
      // This one says how large it is, so its body is not even read.
      Answered declared = collector.post(event + event);
      assertThat(declared.status(), is(503));
      assertThat(declared.header("Retry-After"), is("5"));
      // These do not, and are refused where the memory ends.
      second.getOutputStream().write(chunk);
      second.getOutputStream().write(chunk);
      byte[] status = second.getInputStream().readNBytes(12);
      assertThat(new String(status, ISO_8859_1), is("HTTP/1.1 503"));
      first.close();
      requireHealthy(collector);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    settings.connections = 3;
    List<Socket> sockets = new ArrayList<>();
    try (TestCollector collector = settings.start(stream.endpoint())) {
      for (int i = 0; i < 3; i++) {
        Socket socket = collector.connect();
        sockets.add(socket);
        // It has been accepted when it has an answer.
        socket.getOutputStream().write("GET /live HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(socket.getInputStream().read(), is((int) 'H'));
      }
      try (Socket fourth = collector.connect()) {
        assertThat(fourth.getInputStream().read(), is(-1));
      }
      for (Socket socket : sockets) {
        socket.close();
      }
      TestCollector.await(() -> answers(collector));
      requireHealthy(collector);
    }
  }

  private static boolean answers(TestCollector collector) {
    try {
      return collector.get("/live").status() == 200;
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void aClientThatGoesAwayInTheMiddleLeavesNothing() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      for (int i = 0; i < 50; i++) {
        try (Socket socket = collector.connect()) {
          socket.getOutputStream().write((head("Content-Length: 100") + "{").getBytes(ISO_8859_1));
        }
      }
      requireHealthy(collector);
      assertThat(
          collector.raw("HEAD /live HTTP/1.1\r\nConnection: close\r\n\r\n")
              .split("\r\n\r\n", -1)[1],
          is(emptyString()));
    }
  }
}
