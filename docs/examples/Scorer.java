import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A live copy of the current sessions for a prediction engine: a webhook that scores each session
 * as it comes, and again when it is revised. It runs by {@code java -cp target/sessionbeam.jar
 * docs/examples/Scorer.java PORT [FILE]}. {@code GET /scores} answers with the scores of the
 * current sessions, one line each; at its end, it writes them to the file.
 */
public final class Scorer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The newest of what came about each session, by its id. */
  private final Map<String, Newest> sessions = new TreeMap<>();

  /**
   * What the highest revision says about a session.
   *
   * @param score the line that is printed; null if the session is void: another one replaces it
   */
  private record Newest(long revision, String score) {}

  /** Takes a line of {@code sessions/}. Copies and older revisions change nothing. */
  synchronized void accept(JsonNode session) {
    String id = session.required("session_id").asText();
    // Revision 0 is not written.
    long revision = session.path("revision").asLong(0);
    keep(id, new Newest(revision, score(id, revision, session)));
    for (JsonNode replaced : session.path("replaces")) {
      keep(replaced.asText(), new Newest(revision, null));
    }
  }

  /** The highest revision wins. If there are two of them, the session's own line wins. */
  private void keep(String id, Newest news) {
    Newest known = sessions.get(id);
    if (known == null
        || news.revision > known.revision
        || (news.revision == known.revision && known.score == null)) {
      sessions.put(id, news);
    }
  }

  /** Here a model would predict something. This one takes long sessions for good ones. */
  private static String score(String id, long revision, JsonNode session) {
    long events = session.path("event_count").asLong();
    long minutes = session.path("duration_ms").asLong() / 60_000;
    return JSON.createObjectNode()
            .put("session_id", id)
            .put("revision", revision)
            .put("event_count", events)
            .put("score", Math.min(100, 5 * events + minutes))
        + "\n";
  }

  synchronized String scores() {
    return sessions.values().stream()
        .filter(newest -> newest.score != null)
        .map(Newest::score)
        .collect(Collectors.joining());
  }

  private void handle(HttpExchange exchange) throws IOException {
    int status = 200;
    byte[] answer = {};
    if (exchange.getRequestMethod().equals("GET")) {
      answer = scores().getBytes(StandardCharsets.UTF_8);
    } else {
      try {
        accept(JSON.readTree(exchange.getRequestBody().readAllBytes()));
      } catch (IOException | IllegalArgumentException e) {
        // 4xx is not retried: the delivery becomes a dead letter.
        status = 400;
      }
    }
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  public static void main(String[] args) throws Exception {
    Scorer scorer = new Scorer();
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
    server.createContext("/", scorer::handle);
    server.start();
    System.out.println("listening on port " + server.getAddress().getPort());
    if (args.length > 1) {
      Path file = Path.of(args[1]);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file, scorer.scores())));
    }
  }

  private static void write(Path file, String scores) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, scores);
    } catch (IOException e) {
      System.err.println("cannot write " + file + ": " + e.getMessage());
    }
  }
}
