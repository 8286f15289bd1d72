package dev.sessionbeam.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the flag {@code --listen}. */
final class ListenFlag {
  static final String USUAL = "127.0.0.1:8080";
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+):([0-9]{1,5})");
  private static final int LARGEST_PORT = 65_535;

  private ListenFlag() {}

  /** Returns the address; null if it has a fault, which is added. */
  static @Nullable InetSocketAddress read(String text, List<String> faults) {
    Matcher form = FORM.matcher(text);
    int port = form.matches() ? Integer.parseInt(form.group(2)) : LARGEST_PORT + 1;
    if (port > LARGEST_PORT) {
      faults.add("--listen: '" + text + "' is not HOST:PORT: write it like " + USUAL);
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(form.group(1)), port);
    } catch (UnknownHostException e) {
      faults.add("--listen: the host " + form.group(1) + " is not known");
      return null;
    }
  }
}
