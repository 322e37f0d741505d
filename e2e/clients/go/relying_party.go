// coreos/go-oidc with golang.org/x/oauth2. It takes back-channel logout, too.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

type claims = map[string]any

type partyReport struct {
	IdToken   claims `json:"idToken"`
	User      claims `json:"user"`
	Refreshed claims `json:"refreshed"`
	Returned  string `json:"returned"`
	Told      string `json:"told"`
}

func relyingParty(lines *bufio.Scanner) {
	provider, err := oidc.NewProvider(ctx, setting.Issuer)
	check(err)
	config := oauth2.Config{
		ClientID:     setting.Client.Id,
		ClientSecret: setting.Client.Secret,
		RedirectURL:  setting.RedirectUri,
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email"},
		Endpoint:     provider.Endpoint(),
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: setting.Client.Id})
	told := listen(verifier)

	nonce := oauth2.GenerateVerifier()
	token := signIn(config, lines, oidc.Nonce(nonce))
	idToken := verify(verifier, token)
	if idToken.Nonce != nonce {
		log.Fatalf("the nonce is %q", idToken.Nonce)
	}
	check(idToken.VerifyAccessToken(token.AccessToken))
	user, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	check(err)
	done := partyReport{IdToken: claimsOf(idToken), User: claimsOf(user)}

	token, err = refresh(config, token.RefreshToken)
	check(err)
	done.Refreshed = claimsOf(verify(verifier, token))

	var metadata struct {
		EndSession string `json:"end_session_endpoint"`
	}
	check(provider.Claims(&metadata))
	fmt.Println(metadata.EndSession + "?" + url.Values{
		"id_token_hint":            {token.Extra("id_token").(string)},
		"post_logout_redirect_uri": {setting.PostLogoutRedirectUri},
		"state":                    {setting.State},
	}.Encode())
	lines.Scan()
	done.Returned = lines.Text()
	select {
	case done.Told = <-told:
	case <-time.After(20 * time.Second):
		log.Fatal("no logout token")
	}
	check(json.NewEncoder(os.Stdout).Encode(done))
}

// Takes logout tokens, and tells which sessions they end.
func listen(verifier *oidc.IDTokenVerifier) <-chan string {
	told := make(chan string, 1)
	origin, err := url.Parse(setting.Origin)
	check(err)
	http.HandleFunc("POST /backchannel-logout", func(w http.ResponseWriter, r *http.Request) {
		token, err := verifier.VerifyLogout(r.Context(), r.PostFormValue("logout_token"))
		if err != nil {
			log.Print(err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		told <- token.SessionID
	})
	go func() { log.Fatal(http.ListenAndServe(origin.Host, nil)) }()
	return told
}

func verify(verifier *oidc.IDTokenVerifier, token *oauth2.Token) *oidc.IDToken {
	raw, _ := token.Extra("id_token").(string)
	idToken, err := verifier.Verify(ctx, raw)
	check(err)
	return idToken
}

func claimsOf(from interface{ Claims(any) error }) claims {
	var all claims
	check(from.Claims(&all))
	return all
}
