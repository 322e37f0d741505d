import Fastify from "fastify"; import crypto from "node:crypto"; import http from "node:http";
import { fastifyVerifier } from "@regrant/verifier/fastify"; import { createVerifier } from "@regrant/verifier";
const {privateKey,publicKey}=crypto.generateKeyPairSync("rsa",{modulusLength:2048});
const jwk={...publicKey.export({format:"jwk"}),kid:"k1",use:"sig",alg:"RS256"};
const srv=http.createServer((q,r)=>r.end(JSON.stringify({keys:[jwk]}))).listen(0,"127.0.0.1"); await new Promise(r=>srv.on("listening",r));
const issuer=`http://127.0.0.1:${srv.address().port}`, audience="http://localhost:4001";
const enc=o=>Buffer.from(JSON.stringify(o)).toString("base64url");
const t=Math.floor(Date.now()/1000);
const mk=i=>{const s=enc({typ:"at+jwt",alg:"RS256",kid:"k1"})+"."+enc({iss:issuer,sub:"0195f3a0-aaaa-7bbb-8ccc-000000000001",aud:audience,exp:t+600,iat:t,jti:"j"+i+crypto.randomUUID(),client_id:"app",scope:"notes:read notes:write",roles:["admin"],sid:crypto.randomUUID(),auth_time:t});return s+"."+crypto.sign("sha256",Buffer.from(s),privateKey).toString("base64url")};
const N=2000; const toks=[];for(let i=0;i<N;i++)toks.push(mk(i));
const ver=createVerifier({issuer,audience}); await ver.refreshKeys();
const parts=toks.map(x=>{const p=x.lastIndexOf(".");return [Buffer.from(x.slice(0,p)),Buffer.from(x.slice(p+1),"base64url")]});
for(let round=0;round<4;round++){
 const v=createVerifier({issuer,audience}); await v.refreshKeys();
 let a=process.hrtime.bigint(); for(const [d,s] of parts) if(!crypto.verify("sha256",d,publicKey,s))throw 1; let b=process.hrtime.bigint();
 for(const x of toks) v.verifyNow(x); let c=process.hrtime.bigint();
 for(let k=0;k<20;k++)for(const x of toks) v.verifyNow(x); let d=process.hrtime.bigint();
 console.log("crypto.verify",Number(b-a)/N/1e3,"first-seen us",Number(c-b)/N/1e3,"ratio",Number(c-b)/Number(b-a),"repeat us",Number(d-c)/N/20/1e3);
 v.close();
}
ver.close();
if(process.argv[2]==="http"){
 const app=Fastify(); await app.register(fastifyVerifier,{issuer,audience});
 app.get("/open",()=>({hello:"world"})); app.get("/closed",{onRequest:app.requireScope("notes:read")},(r)=>({hello:"world"}));
 await app.listen({port:0,host:"127.0.0.1"}); console.log("PORT",app.server.address().port); process.send?.({port:app.server.address().port,tokens:toks.slice(0,100)});
 process.on("message",()=>{app.close();srv.close()});process.on("disconnect",()=>process.exit());
}else srv.close();
