import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

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
    proxy.start();
    System.out.println("PORT " + proxy.getPort());
    while (System.in.read() >= 0) {
      // Waits for the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
