// golang.org/x/oauth2. Settings and callbacks come in lines on stdin, the report is a line on stdout.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"strconv"
	"time"

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
}

var setting struct {
	Issuer, Api, RedirectUri string
	Client                   struct {
		Id     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
}

var ctx = context.Background()

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Scan()
	check(json.Unmarshal(lines.Bytes(), &setting))
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
	if setting.Client.Secret != "" {
		done.Service = clientCredentials(config)
	}
	check(json.NewEncoder(os.Stdout).Encode(done))
}

// PKCE by hand: newer versions have GenerateVerifier, S256ChallengeOption and VerifierOption.
func signIn(config oauth2.Config, lines *bufio.Scanner) *oauth2.Token {
	verifier, state := random(), random()
	challenge := sha256.Sum256([]byte(verifier))
	fmt.Println(config.AuthCodeURL(state,
		oauth2.SetAuthURLParam("code_challenge", base64.RawURLEncoding.EncodeToString(challenge[:])),
		oauth2.SetAuthURLParam("code_challenge_method", "S256")))
	lines.Scan()
	callback, err := url.Parse(lines.Text())
	check(err)
	if callback.Query().Get("state") != state {
		log.Fatalf("no answer to the authorization request: %s", callback)
	}
	code := callback.Query().Get("code")
	token, err := config.Exchange(ctx, code, oauth2.SetAuthURLParam("code_verifier", verifier))
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
	var body struct{ Error string }
	check(json.Unmarshal(refused.Body, &body))
	return refusal{"RetrieveError", body.Error}
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

func random() string {
	bytes := make([]byte, 32)
	_, err := rand.Read(bytes)
	check(err)
	return base64.RawURLEncoding.EncodeToString(bytes)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
