//! The oauth2 crate. Its revocation wants https, on loopback too, so it revokes nothing here. Settings and callbacks come in lines on stdin, the report is a line on stdout.

use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    http, ureq, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeChallenge, RedirectUrl, RefreshToken,
    RequestTokenError, Scope, TokenResponse, TokenUrl,
};
use serde_json::{json, Value};
use std::error::Error;
use std::io::{stdin, BufRead, Read};

type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;
type Outcome<T> = Result<T, Box<dyn Error>>;

struct Setting {
    client: Client,
    agent: ureq::Agent,
}

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
    // Redirects are not for clients to follow here: they would carry the secret along.
    let agent = ureq::builder().redirects(0).build();
    let setting = Setting { client, agent };

    let first = sign_in(&setting)?;
    let mut session = vec![first.access_token().secret().clone()];
    let mut newest = refresh_token_of(&first);
    for _ in 0..3 {
        let next = setting.refresh(&newest)?;
        session.push(next.access_token().secret().clone());
        newest = refresh_token_of(&next);
    }
    let reuse = setting.refusal_of(&refresh_token_of(&first));

    let mut report = json!({ "session": session, "reuse": reuse });
    if secret.is_some() {
        let service = setting
            .client
            .exchange_client_credentials()
            .request(&|request| send(&setting.agent, request))?;
        report["service"] = json!(service.access_token().secret());
    }
    println!("{report}");
    Ok(())
}

fn sign_in(setting: &Setting) -> Outcome<BasicTokenResponse> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = setting
        .client
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
    let exchange = setting
        .client
        .exchange_code(code)
        .set_pkce_verifier(verifier);
    Ok(exchange.request(&|request| send(&setting.agent, request))?)
}

type RefreshError = RequestTokenError<ureq::Error, BasicErrorResponse>;

impl Setting {
    fn refresh(&self, token: &RefreshToken) -> Result<BasicTokenResponse, RefreshError> {
        self.client
            .exchange_refresh_token(token)
            .request(&|request| send(&self.agent, request))
    }

    fn refusal_of(&self, token: &RefreshToken) -> Value {
        match self.refresh(token) {
            Err(RequestTokenError::ServerResponse(refused)) => {
                json!({ "kind": "ServerResponse", "error": refused.error().as_ref() })
            }
            other => json!({ "kind": "not refused", "error": format!("{other:?}") }),
        }
    }
}

fn refresh_token_of(tokens: &BasicTokenResponse) -> RefreshToken {
    tokens.refresh_token().expect("a refresh token").clone()
}

/// The crate's own client for ureq takes each 4xx for a failure of the transport, and the server's `error` is lost.
fn send(agent: &ureq::Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let mut call = agent.request(request.method().as_str(), &request.uri().to_string());
    for (name, value) in request.headers() {
        call = call.set(name.as_str(), value.to_str().unwrap_or_default());
    }
    let answer = match call.send_bytes(request.body()) {
        Err(ureq::Error::Status(_, refusal)) => refusal,
        other => other?,
    };
    let mut response = http::Response::new(Vec::new());
    *response.status_mut() = http::StatusCode::from_u16(answer.status()).expect("a status");
    let content_type = answer
        .header("content-type")
        .and_then(|value| value.parse().ok());
    response
        .headers_mut()
        .extend(content_type.map(|value| (http::header::CONTENT_TYPE, value)));
    answer.into_reader().read_to_end(response.body_mut())?;
    Ok(response)
}

fn line() -> Outcome<String> {
    let mut text = String::new();
    stdin().lock().read_line(&mut text)?;
    Ok(text.trim().to_owned())
}
