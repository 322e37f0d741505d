package regrant;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Spring Security as an API under /api, and as a client elsewhere. Its settings are properties on the command line. */
@SpringBootApplication
@RestController
public class Application {
  private final ClientRegistrationRepository registrations;
  private Map<String, String> tokens = Map.of();

  Application(ClientRegistrationRepository registrations) {
    this.registrations = registrations;
  }

  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http) throws Exception {
    return http.securityMatcher("/api/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority("SCOPE_notes:read"))
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .build();
  }

  @Bean
  @Profile("!openid")
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(csrf -> csrf.disable())
        .oauth2Client(Customizer.withDefaults())
        .build();
  }

  /** RFC 9068: `typ`, `iss`, `aud`, `exp`, `jti` and the others are checked, and RS256 alone is taken. */
  @Bean
  JwtDecoder accessTokens(@Value("${regrant.issuer}") String issuer, @Value("${regrant.audience}") String audience) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(issuer + "/.well-known/jwks.json").validateType(false).build();
    decoder.setJwtValidator(JwtValidators.createAtJwtValidator().issuer(issuer).audience(audience).build());
    return decoder;
  }

  @GetMapping("/api/whoami")
  Map<String, String> whoami(@AuthenticationPrincipal Jwt token) {
    return Map.of("sub", token.getSubject());
  }

  /** Leads to the authorization server where there are no tokens yet, and back here. */
  @GetMapping("/start")
  ResponseEntity<Void> start(@RegisteredOAuth2AuthorizedClient("regrant") OAuth2AuthorizedClient client) {
    tokens = Map.of(
        "access_token", client.getAccessToken().getTokenValue(),
        "refresh_token", client.getRefreshToken().getTokenValue());
    return ResponseEntity.status(302).header("location", "/done").build();
  }

  @GetMapping("/tokens")
  Map<String, String> tokens() {
    return tokens;
  }

  @PostMapping("/refresh")
  ResponseEntity<Map<String, String>> refresh(@RequestParam("refresh_token") String refreshToken) {
    OAuth2AccessToken any = new OAuth2AccessToken(TokenType.BEARER, "any", null, null);
    OAuth2RefreshTokenGrantRequest request = new OAuth2RefreshTokenGrantRequest(
        registrations.findByRegistrationId("regrant"), any, new OAuth2RefreshToken(refreshToken, null));
    try {
      return ResponseEntity.ok(describe(new RestClientRefreshTokenTokenResponseClient().getTokenResponse(request)));
    } catch (OAuth2AuthorizationException refusal) {
      return ResponseEntity.badRequest().body(
          Map.of("kind", refusal.getClass().getSimpleName(), "error", refusal.getError().getErrorCode()));
    }
  }

  @PostMapping("/service")
  Map<String, String> service() {
    OAuth2ClientCredentialsGrantRequest request =
        new OAuth2ClientCredentialsGrantRequest(registrations.findByRegistrationId("service"));
    return describe(new RestClientClientCredentialsTokenResponseClient().getTokenResponse(request));
  }

  private static Map<String, String> describe(OAuth2AccessTokenResponse response) {
    OAuth2RefreshToken refreshToken = response.getRefreshToken();
    return Map.of(
        "access_token", response.getAccessToken().getTokenValue(),
        "refresh_token", refreshToken == null ? "" : refreshToken.getTokenValue());
  }
}
