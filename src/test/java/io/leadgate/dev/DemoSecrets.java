package io.leadgate.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The development run's own secrets, which it makes at its first start and reads from demo.env at
 * later starts. A secret that is missing there or malformed is made anew.
 */
record DemoSecrets(
    UUID clientId,
    String clientSecret,
    String adminUsername,
    String adminPassword,
    String signingKey) {

  private static final Pattern LINE = Pattern.compile("([A-Z_]+)=([A-Za-z0-9_-]+)");
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern SECRET = Pattern.compile("lgs_[A-Za-z0-9_-]{43}");
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{24}");
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  static DemoSecrets in(Path demoEnv) throws IOException {
    Map<String, String> found = Files.exists(demoEnv) ? read(demoEnv) : Map.of();
    return new DemoSecrets(
        UUID.fromString(kept(found, "CLIENT_ID", UUID_TEXT, () -> UUID.randomUUID().toString())),
        kept(found, "CLIENT_SECRET", SECRET, () -> "lgs_" + base64(random(32))),
        "demo-admin",
        kept(found, "ADMIN_PASSWORD", PASSWORD, () -> base64(random(18))),
        kept(found, "SIGNING_KEY", KEY, () -> HexFormat.of().formatHex(random(32))));
  }

  private static String kept(
      Map<String, String> found, String name, Pattern form, Supplier<String> maker) {
    String value = found.getOrDefault(name, "");
    return form.matcher(value).matches() ? value : maker.get();
  }

  private static Map<String, String> read(Path demoEnv) throws IOException {
    return new String(Files.readAllBytes(demoEnv), StandardCharsets.UTF_8)
        .lines()
        .map(LINE::matcher)
        .filter(line -> line.matches())
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (a, b) -> b));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
