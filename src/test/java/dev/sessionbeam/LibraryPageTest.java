package dev.sessionbeam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs in docs/library.md do what the page says: each is compiled as the page has it, and
 * run.
 */
class LibraryPageTest {
  private static final Path PAGE = Path.of("docs/library.md");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("public class (\\w+)");

  @TempDir private Path folder;

  record Program(String name, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Program> programs() throws Exception {
    List<Program> programs = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      Matcher name = NAME.matcher(block.group(1));
      assertThat("a class in each block", name.find(), is(true));
      programs.add(new Program(name.group(1), block.group(1)));
    }
    return programs.stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void itRunsAsThePageHasIt(Program program) throws Exception {
    Path source = folder.resolve(program.name() + ".java");
    Files.writeString(source, program.code());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    int status =
        compiler.run(
            null, System.out, System.err, "-cp", classPath, "-proc:none", source.toString());
    assertThat(status, is(0));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      loader
          .loadClass(program.name())
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
