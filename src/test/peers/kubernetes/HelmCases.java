import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Renders or lints a chart once for each case. A case is NAME=FILE,FILE…: the files of values, of which the last one wins. The result
 * goes to NAME.yaml; what is wrong goes to NAME.fault. Lint takes the values of the chart only, so there a case is NAME=CHART.
 */
public final class HelmCases {
  private static final int NO_LIBRARY = 3;

  private HelmCases() {}

  public static void main(String[] args) throws IOException {
    try {
      Helm.version().call();
    } catch (IllegalStateException | LinkageError e) {
      System.err.println("no native library of Helm for this machine: " + e);
      System.exit(NO_LIBRARY);
    }
    Path output = Path.of(args[1]);
    for (int next = 2; next < args.length; next++) {
      String[] parts = args[next].split("=", 2);
      try {
        String text = args[0].equals("lint") ? lint(Path.of(parts[1])) : template(Path.of(args[0]), parts[1]);
        Files.writeString(output.resolve(parts[0] + ".yaml"), text);
      } catch (IllegalStateException e) {
        Files.writeString(output.resolve(parts[0] + ".fault"), String.valueOf(e.getMessage()));
      }
    }
  }

  private static String template(Path chart, String files) {
    TemplateCommand command = new Helm(chart).template().withName("release").withNamespace("sessionbeam");
    for (String file : files.split(",")) {
      command.withValuesFile(Path.of(file));
    }
    return command.call();
  }

  private static String lint(Path chart) {
    var result = new Helm(chart).lint().strict().call();
    if (result.isFailed()) {
      throw new IllegalStateException(String.join("\n", result.getMessages()));
    }
    return String.join("\n", result.getMessages());
  }
}
