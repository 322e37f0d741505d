// golang.org/x/oauth2, and coreos/go-oidc's verifier as an API would use it. Settings and callbacks come in lines on stdin, the report is a line on stdout.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

type refusal struct {
	Kind  string `json:"kind"`
	Error string `json:"error"`
}

type report struct {
	Session []string `json:"session"`
	Reuse   refusal  `json:"reuse"`
	MadeUp  refusal  `json:"madeUp"`
	Service string   `json:"service,omitempty"`
	// What go-oidc makes of the session's access tokens, and of one for another API.
	Verified []string `json:"verified"`
	Foreign  string   `json:"foreign"`
}

var setting struct {
	Issuer, Api, RedirectUri             string
	Origin, PostLogoutRedirectUri, State string
	Client                               struct {
		Id     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
}

var ctx = context.Background()

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Scan()
	check(json.Unmarshal(lines.Bytes(), &setting))
	if setting.PostLogoutRedirectUri != "" {
		relyingParty(lines)
		return
	}
	// No AuthStyle: it tries the header first, then the body. A public client's empty secret passes in the header.
	config := oauth2.Config{
		ClientID:     setting.Client.Id,
		ClientSecret: setting.Client.Secret,
		RedirectURL:  setting.RedirectUri,
		Scopes:       []string{"notes:read"},
		Endpoint: oauth2.Endpoint{
			AuthURL:  setting.Issuer + "/oauth2/authorize",
			TokenURL: setting.Issuer + "/oauth2/token",
		},
	}

	token := signIn(config, lines)
	first := token.RefreshToken
	done := report{Session: []string{token.AccessToken}}
	for i := 0; i < 3; i++ {
		var err error
		token, err = refresh(config, token.RefreshToken)
		check(err)
		done.Session = append(done.Session, token.AccessToken)
	}
	_, err := refresh(config, first)
	done.Reuse = refusalOf(err)
	done.MadeUp = callWithMadeUp(config)
	done.Verified, done.Foreign = verifyAccessTokens(done.Session)
	if setting.Client.Secret != "" {
		done.Service = clientCredentials(config)
	}
	check(json.NewEncoder(os.Stdout).Encode(done))
}

func signIn(config oauth2.Config, lines *bufio.Scanner, options ...oauth2.AuthCodeOption) *oauth2.Token {
	verifier, state := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	fmt.Println(config.AuthCodeURL(state, append(options, oauth2.S256ChallengeOption(verifier))...))
	lines.Scan()
	callback, err := url.Parse(lines.Text())
	check(err)
	if callback.Query().Get("state") != state {
		log.Fatalf("no answer to the authorization request: %s", callback)
	}
	code := callback.Query().Get("code")
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	check(err)
	return token
}

// A TokenSource refreshes what has expired.
func refresh(config oauth2.Config, refreshToken string) (*oauth2.Token, error) {
	expired := oauth2.Token{RefreshToken: refreshToken, Expiry: time.Now().Add(-time.Minute)}
	return config.TokenSource(ctx, &expired).Token()
}

func refusalOf(err error) refusal {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		log.Fatalf("it was not refused: %v", err)
	}
	return refusal{"RetrieveError", refused.ErrorCode}
}

func callWithMadeUp(config oauth2.Config) refusal {
	answer, err := config.Client(ctx, &oauth2.Token{AccessToken: "made-up"}).Get(setting.Api)
	check(err)
	defer answer.Body.Close()
	var body struct{ Error string }
	check(json.NewDecoder(answer.Body).Decode(&body))
	return refusal{strconv.Itoa(answer.StatusCode), body.Error}
}

func clientCredentials(config oauth2.Config) string {
	service := clientcredentials.Config{
		ClientID:     config.ClientID,
		ClientSecret: config.ClientSecret,
		TokenURL:     config.Endpoint.TokenURL,
	}
	token, err := service.Token(ctx)
	check(err)
	return token.AccessToken
}

// go-oidc checks signature, iss, aud and exp. It is made for ID tokens and leaves typ alone, which an API has to look at.
func verifyAccessTokens(accessTokens []string) ([]string, string) {
	keys := oidc.NewRemoteKeySet(ctx, setting.Issuer+"/.well-known/jwks.json")
	api, err := url.Parse(setting.Api)
	check(err)
	verifier := oidc.NewVerifier(setting.Issuer, keys, &oidc.Config{ClientID: api.Scheme + "://" + api.Host})
	var subjects []string
	for _, accessToken := range accessTokens {
		token, err := verifier.Verify(ctx, accessToken)
		check(err)
		subjects = append(subjects, token.Subject)
	}
	other := oidc.NewVerifier(setting.Issuer, keys, &oidc.Config{ClientID: "https://other.example"})
	_, err = other.Verify(ctx, accessTokens[0])
	if err == nil {
		log.Fatal("go-oidc took a token for another API")
	}
	return subjects, err.Error()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
