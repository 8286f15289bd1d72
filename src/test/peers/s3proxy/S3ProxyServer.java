import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.server.handler.HandlerWrapper;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.BlobMetadata;

/**
 * An S3 server over a folder, on a free port of the loopback interface. It says its port on standard output once it is
 * ready, and ends when standard input does: with whoever started it. Run from its source, see S3Peer.
 */
final class S3ProxyServer {
  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.setProperty("jclouds.filesystem.basedir", args[0]);
    BlobStoreContext store =
        ContextBuilder.newBuilder("filesystem-nio2")
            .credentials("", "")
            .overrides(settings)
            .build(BlobStoreContext.class);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                System.getenv("AWS_ACCESS_KEY_ID"),
                System.getenv("AWS_SECRET_ACCESS_KEY"))
            // Beam sends headers for encryption and checksums that S3Proxy does not know.
            .ignoreUnknownHeaders(true)
            .build();
    ConditionalWrites.addTo(proxy, store.getBlobStore());
    proxy.start();
    System.out.println("PORT " + proxy.getPort());
    while (System.in.read() >= 0) {
      // Waits for the end.
    }
    Runtime.getRuntime().halt(0);
  }

  /**
   * PUT and DELETE with If-None-Match and If-Match, as S3 has them: one write at a time compares and writes. S3Proxy 2.6.0 takes such a
   * request as one without conditions; later versions compare first and write later, which is no help to two at once.
   * S3Proxy also may send the length of an old version with the bytes of a new one. So for objects that were written with a
   * condition, requests come one after the other.
   */
  private static final class ConditionalWrites extends HandlerWrapper {
    private final BlobStore store;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    private ConditionalWrites(BlobStore store) {
      this.store = store;
    }

    static void addTo(S3Proxy proxy, BlobStore store) throws ReflectiveOperationException {
      Field field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      Server server = (Server) field.get(proxy);
      ConditionalWrites writes = new ConditionalWrites(store);
      writes.setHandler(server.getHandler());
      server.setHandler(writes);
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      String absent = request.getHeader("If-None-Match");
      String expected = request.getHeader("If-Match");
      boolean conditional =
          (request.getMethod().equals("PUT") || request.getMethod().equals("DELETE")) && (absent != null || expected != null);
      Object lock = conditional ? locks.computeIfAbsent(target, key -> new Object()) : locks.get(target);
      if (lock == null) {
        super.handle(target, base, request, response);
        return;
      }
      synchronized (lock) {
        if (!conditional) {
          super.handle(target, base, request, response);
          return;
        }
        String[] path = target.split("/", 3);
        BlobMetadata there = store.blobMetadata(path[1], path[2]);
        if (expected != null && there == null) {
          refuse(base, response, 404, "NoSuchKey");
        } else if (there != null && (absent != null || !unquoted(expected).equals(unquoted(there.getETag())))) {
          refuse(base, response, 412, "PreconditionFailed");
        } else {
          super.handle(target, base, request, response);
        }
      }
    }

    private static String unquoted(String tag) {
      return tag.replace("\"", "");
    }

    private static void refuse(Request base, HttpServletResponse response, int status, String code) throws IOException {
      base.getInputStream().readAllBytes();
      response.setStatus(status);
      response.setContentType("application/xml");
      response.getWriter().print("<Error><Code>" + code + "</Code><Message>No.</Message></Error>");
      base.setHandled(true);
    }
  }
}
