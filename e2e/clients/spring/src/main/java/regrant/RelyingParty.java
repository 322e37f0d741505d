package regrant;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.RefreshTokenOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring Security's sign-in by OpenID Connect, with RP-initiated and back-channel logout. Each page leads to /done. */
@Profile("openid")
@RestController
public class RelyingParty {
  private final ClientRegistrationRepository registrations;
  private final OAuth2AuthorizedClientRepository authorizedClients;
  private final ApplicationEventPublisher events;
  /** What the application knows of the browser that was last there. */
  private Map<String, Object> known = Map.of();

  RelyingParty(ClientRegistrationRepository registrations, OAuth2AuthorizedClientRepository authorizedClients,
      ApplicationEventPublisher events) {
    this.registrations = registrations;
    this.authorizedClients = authorizedClients;
    this.events = events;
  }

  @Bean
  SecurityFilterChain signIn(HttpSecurity http) throws Exception {
    OidcClientInitiatedLogoutSuccessHandler signOut = new OidcClientInitiatedLogoutSuccessHandler(registrations);
    signOut.setPostLogoutRedirectUri("{baseUrl}/signed-out");
    return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(csrf -> csrf.disable())
        .oauth2Login(login -> login.defaultSuccessUrl("/look", true))
        .logout(logout -> logout.logoutSuccessHandler(signOut))
        .oidcLogout(logout -> logout.backChannel(Customizer.withDefaults()))
        .build();
  }

  @GetMapping("/look")
  ResponseEntity<Void> look(@AuthenticationPrincipal OidcUser user) {
    known = user == null
        ? Map.of()
        : Map.of("idToken", user.getIdToken().getTokenValue(), "user", user.getUserInfo().getClaims());
    return leadTo("/done");
  }

  /** As if the access token had expired. Spring Security then replaces the user, ID token and all. */
  @GetMapping("/refresh-now")
  ResponseEntity<Void> refresh(Authentication user, HttpServletRequest request, HttpServletResponse response) {
    RefreshTokenOAuth2AuthorizedClientProvider provider = new RefreshTokenOAuth2AuthorizedClientProvider();
    provider.setClockSkew(Duration.ofDays(1));
    provider.setApplicationEventPublisher(events);
    DefaultOAuth2AuthorizedClientManager manager =
        new DefaultOAuth2AuthorizedClientManager(registrations, authorizedClients);
    manager.setAuthorizedClientProvider(provider);
    manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("regrant").principal(user)
        .attribute(HttpServletRequest.class.getName(), request)
        .attribute(HttpServletResponse.class.getName(), response)
        .build());
    return leadTo("/look");
  }

  @GetMapping("/known")
  Map<String, Object> known() {
    return known;
  }

  private static ResponseEntity<Void> leadTo(String path) {
    return ResponseEntity.status(302).header("location", path).build();
  }
}
