//! The oauth2 crate. Its revocation wants https, on loopback too, so it revokes nothing here. Settings and callbacks come in lines on stdin, the report is a line on stdout.

use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    http, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeChallenge, RedirectUrl, RefreshToken,
    RequestTokenError, Scope, TokenResponse, TokenUrl,
};
use serde_json::{json, Value};
use std::error::Error;
use std::io::{stdin, BufRead};

type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let setting: Value = serde_json::from_str(&line()?)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let endpoint = |name: &str| format!("{}/oauth2/{name}", text(&setting["issuer"]));
    let secret = setting["client"]["client_secret"].as_str();
    let mut basic = BasicClient::new(ClientId::new(text(&setting["client"]["client_id"])));
    if let Some(secret) = secret {
        basic = basic.set_client_secret(ClientSecret::new(secret.to_owned()));
    }
    let client = basic
        .set_auth_uri(AuthUrl::new(endpoint("authorize"))?)
        .set_token_uri(TokenUrl::new(endpoint("token"))?)
        .set_redirect_uri(RedirectUrl::new(text(&setting["redirectUri"]))?);

    let first = sign_in(&client)?;
    let mut session = vec![first.access_token().secret().clone()];
    let mut newest = refresh_token_of(&first);
    for _ in 0..3 {
        let next = refresh(&client, &newest)?;
        session.push(next.access_token().secret().clone());
        newest = refresh_token_of(&next);
    }
    let reuse = refusal_of(&client, &refresh_token_of(&first));

    let mut report = json!({ "session": session, "reuse": reuse });
    if secret.is_some() {
        let service = client.exchange_client_credentials().request(&send)?;
        report["service"] = json!(service.access_token().secret());
    }
    println!("{report}");
    Ok(())
}

fn sign_in(client: &Client) -> Outcome<BasicTokenResponse> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("notes:read".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    println!("{url}");
    let callback = oauth2::url::Url::parse(&line()?)?;
    let parameter = |name: &str| {
        let found = callback.query_pairs().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    if parameter("state") != *state.secret() {
        return Err(format!("no answer to the authorization request: {callback}").into());
    }
    let code = AuthorizationCode::new(parameter("code"));
    let exchange = client.exchange_code(code).set_pkce_verifier(verifier);
    Ok(exchange.request(&send)?)
}

type RefreshError = RequestTokenError<minreq::Error, BasicErrorResponse>;

fn refresh(client: &Client, token: &RefreshToken) -> Result<BasicTokenResponse, RefreshError> {
    client.exchange_refresh_token(token).request(&send)
}

fn refusal_of(client: &Client, token: &RefreshToken) -> Value {
    match refresh(client, token) {
        Err(RequestTokenError::ServerResponse(refused)) => {
            json!({ "kind": "ServerResponse", "error": refused.error().as_ref() })
        }
        other => json!({ "kind": "not refused", "error": format!("{other:?}") }),
    }
}

fn refresh_token_of(tokens: &BasicTokenResponse) -> RefreshToken {
    tokens.refresh_token().expect("a refresh token").clone()
}

/// Plain HTTP, and each answer as it is: the crate's own client for ureq takes each 4xx for a failure of the transport, and
/// the server's `error` is lost.
fn send(request: HttpRequest) -> Result<HttpResponse, minreq::Error> {
    let mut call = minreq::post(request.uri().to_string());
    for (name, value) in request.headers() {
        call = call.with_header(name.as_str(), value.to_str().unwrap_or_default());
    }
    let answer = call.with_body(request.body().as_slice()).send()?;
    let mut response = http::Response::new(answer.as_bytes().to_vec());
    *response.status_mut() =
        http::StatusCode::from_u16(answer.status_code as u16).expect("a status");
    for (name, value) in &answer.headers {
        if name.eq_ignore_ascii_case("content-type") {
            response
                .headers_mut()
                .insert(http::header::CONTENT_TYPE, value.parse().expect("a type"));
        }
    }
    Ok(response)
}

fn line() -> Outcome<String> {
    let mut text = String::new();
    stdin().lock().read_line(&mut text)?;
    Ok(text.trim().to_owned())
}
