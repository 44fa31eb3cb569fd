package io.leadgate.token.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenHeaderTest {

  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\u00e9\"}";

  @Test
  void onlyAHeaderInUtf8IsRead() {
    assertThat(TokenHeader.kid(encoded(StandardCharsets.UTF_8))).contains("k\u00e9");
    assertThat(TokenHeader.kid(encoded(StandardCharsets.ISO_8859_1))).isEmpty();
    assertThat(TokenHeader.kid(encoded(StandardCharsets.UTF_16BE))).isEmpty();
  }

  private static String encoded(Charset charset) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(HEADER.getBytes(charset));
  }
}
